using System.Text;

namespace Holdfast.App;

/// <summary>A file that a command writes: either whole or as it was before. Nobody else may read it, unless they might read the one before.</summary>
internal static class OutputFile
{
    private static readonly UTF8Encoding s_utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Writes under another name first.</summary>
    /// <param name="output">The file, as <see cref="ExportTarget"/> gave it.</param>
    /// <param name="write">Writes it all; lines end with a line feed.</param>
    /// <exception cref="UsageException">The file cannot be written there.</exception>
    public static async Task ReplaceAsync(string output, Func<TextWriter, Task> write)
    {
        string draft = NewDraft(output);
        try
        {
            await WriteAsync(draft, write).ConfigureAwait(false);
            PrivateFile.TakeMode(draft, output);
            File.Move(draft, output, overwrite: true);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new UsageException($"--output cannot be written. {exception.Message.TrimEnd('.')}. Choose another name, or see to its folder's rights.");
        }
        finally
        {
            File.Delete(draft);
        }
    }

    /// <summary>A name beside the file that nobody can have guessed, and that is short enough wherever the file's own is.</summary>
    public static string NewDraft(string output) => Path.Combine(Path.GetDirectoryName(output)!, $".{Guid.NewGuid():N}.tmp");

    /// <summary>Makes a file and writes it.</summary>
    public static async Task WriteAsync(string path, Func<TextWriter, Task> write)
    {
        StreamWriter writer = new(PrivateFile.Create(path), s_utf8) { NewLine = "\n" };
        await using (writer.ConfigureAwait(false))
        {
            await write(writer).ConfigureAwait(false);
        }
    }
}

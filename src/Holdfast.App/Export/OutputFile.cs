using System.Text;

namespace Holdfast.App;

/// <summary>A file that a command writes: either whole or as it was before. Nobody else may read it, unless they might read the one before.</summary>
internal static class OutputFile
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Writes under another name first.</summary>
    /// <param name="output">The file, as <see cref="ExportTarget"/> gave it.</param>
    /// <param name="write">Writes it all; lines end with a line feed.</param>
    /// <exception cref="UsageException">The file cannot be written there.</exception>
    public static void Replace(string output, Action<TextWriter> write)
    {
        string draft = NewDraft(output);
        try
        {
            Write(draft, write);
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
    public static void Write(string path, Action<TextWriter> write)
    {
        using StreamWriter writer = new(PrivateFile.Create(path), Utf8) { NewLine = "\n" };
        write(writer);
    }
}

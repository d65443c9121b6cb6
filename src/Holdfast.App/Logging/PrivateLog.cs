using System.Globalization;
using System.Runtime.Versioning;
using Serilog.Core;
using Serilog.Events;

namespace Holdfast.App;

/// <summary>Keeps log files from everybody but those who work with the ledger: each is there with its mode before it is written to, for who has opened a file
/// reads on whatever its mode becomes.</summary>
/// <param name="files">Writes the lines, and goes on with the next file when one is full.</param>
/// <param name="path">The first file; the next ones have a number behind their name.</param>
/// <param name="maxBytes">When one is full.</param>
/// <param name="mode">Who may do what with them.</param>
internal sealed class PrivateLog(Logger files, string path, long maxBytes, UnixFileMode mode) : ILogEventSink, IDisposable
{
    private const UnixFileMode Others = UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute;

    private const int LeastDigits = 3;
    private const int MostDigits = 9;

    private readonly Lock _lock = new();
    private int? _newest;

    /// <inheritdoc/>
    public void Emit(LogEvent logEvent)
    {
        // Under one lock: the line of another thread may fill a file.
        lock (_lock)
        {
            if (!OperatingSystem.IsWindows())
            {
                Prepare();
            }

            ((ILogEventSink)files).Emit(logEvent);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => files.Dispose();

    /// <summary>The decision: a mode that keeps strangers out was chosen and stays; one that does not is an earlier version's, and is cut down.</summary>
    internal static UnixFileMode Tightened(UnixFileMode old, UnixFileMode mode) => (old & Others & ~mode) == 0 ? old : old & mode;

    [UnsupportedOSPlatform("windows")]
    private void Prepare()
    {
        try
        {
            int newest = _newest ?? Find();
            while (LengthOf(newest) >= maxBytes)
            {
                newest++;
            }

            if (LengthOf(newest) is null)
            {
                PrivateFile.Create(Name(newest)).Dispose();
                if (mode != PrivateFile.OwnerOnly)
                {
                    File.SetUnixFileMode(Name(newest), mode);
                }
            }

            _newest = newest;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The file's own writer meets the same, and a log that cannot be written ends no run.
        }
    }

    /// <summary>Cuts down what an earlier version left open, and tells the number of the newest.</summary>
    [UnsupportedOSPlatform("windows")]
    private int Find()
    {
        int newest = 0;
        foreach (string file in Directory.EnumerateFiles(Path.GetDirectoryName(path)!))
        {
            if (NumberOf(Path.GetFileName(file)) is { } number)
            {
                newest = Math.Max(newest, number);
                Tighten(file);
            }
        }

        return newest;
    }

    [UnsupportedOSPlatform("windows")]
    private void Tighten(string file)
    {
        // Where a link leads is not ours to change.
        FileInfo found = new(file);
        if (found.LinkTarget is null && Tightened(found.UnixFileMode, mode) is var tightened && tightened != found.UnixFileMode)
        {
            try
            {
                File.SetUnixFileMode(file, tightened);
            }
            catch (UnauthorizedAccessException)
            {
                // Somebody else's.
            }
        }
    }

    /// <summary>Which of the log's files it is; null for any other.</summary>
    private int? NumberOf(string file)
    {
        (string name, string extension) = (Path.GetFileNameWithoutExtension(path), Path.GetExtension(path));
        return file == name + extension ? 0
            : file.StartsWith(name + "_", StringComparison.Ordinal) && file.EndsWith(extension, StringComparison.Ordinal)
                && file[(name.Length + 1)..^extension.Length] is { Length: >= LeastDigits and <= MostDigits } digits
                && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number
            : null;
    }

    private long? LengthOf(int number) => new FileInfo(Name(number)) is { Exists: true } file ? file.Length : null;

    private string Name(int number) => number == 0
        ? path
        : Path.Combine(
            Path.GetDirectoryName(path)!,
            string.Create(CultureInfo.InvariantCulture, $"{Path.GetFileNameWithoutExtension(path)}_{number:000}{Path.GetExtension(path)}"));
}

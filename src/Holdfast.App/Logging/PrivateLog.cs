using System.Text;
using Serilog.Sinks.File;

namespace Holdfast.App;

/// <summary>Takes a new log file away from everybody but those who work with the ledger, before its first line is written.</summary>
internal sealed class PrivateLog(UnixFileMode mode) : FileLifecycleHooks
{
    /// <inheritdoc/>
    public override Stream OnFileOpened(string path, Stream underlyingStream, Encoding encoding)
    {
        if (!OperatingSystem.IsWindows() && underlyingStream.Length == 0)
        {
            File.SetUnixFileMode(path, mode);
        }

        return underlyingStream;
    }
}

using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Serilog;
using Serilog.Core;
using Serilog.Extensions.Logging;

namespace Holdfast.App;

/// <summary>The log file beside a ledger.</summary>
internal static class LogFile
{
    /// <summary>A full file is followed by the next.</summary>
    public const long MaxBytes = 10L << 20;

    /// <summary>Files kept, the current one included; older ones are deleted.</summary>
    public const int Files = 5;

    /// <summary><c>holdfast.db.log</c> for <c>holdfast.db</c>, or for a link to it; the next ones are <c>holdfast.db_001.log</c> and so on.</summary>
    public static string PathFor(string ledgerPath) => FileLinks.Follow(ledgerPath) + ".log";

    /// <summary>Makes the logger. The file is made at the first line, so that a refused command leaves nothing behind.</summary>
    public static Logger Create(string path, long maxBytes = MaxBytes, int files = Files, UnixFileMode mode = PrivateFile.OwnerOnly)
    {
        Logger writer = new LoggerConfiguration()
            .WriteTo.File(new LogLineFormatter(), path, fileSizeLimitBytes: maxBytes, rollOnFileSizeLimit: true, retainedFileCountLimit: files)
            .CreateLogger();
#pragma warning disable CA2000 // A logger disposes its sinks.
        return new LoggerConfiguration().MinimumLevel.Information().WriteTo.Sink(new PrivateLog(writer, path, maxBytes, mode)).CreateLogger();
#pragma warning restore CA2000
    }

    /// <summary>Adds the file to a host's logging.</summary>
    /// <param name="logging">The host's logging.</param>
    /// <param name="ledgerPath">The ledger.</param>
    /// <param name="files">Tells who may do what with a file beside it.</param>
    public static void AddTo(ILoggingBuilder logging, string ledgerPath, ILedgerFiles files)
    {
        // The container disposes what it makes, and the last line is written then.
        logging.Services.AddSingleton<ILoggerProvider>(_ => new SerilogLoggerProvider(
            Create(PathFor(ledgerPath), mode: files.ModeBeside(FileLinks.Follow(ledgerPath))), dispose: true));

        // Frameworks log each request, with addresses that may hold tokens.
        logging.AddFilter("Microsoft", LogLevel.Warning).AddFilter("System", LogLevel.Warning);

        // The retry layer reports every single attempt, the last one as an error. What came of a batch is told by the runner, once.
        logging.AddFilter("Polly", LogLevel.None);
    }
}

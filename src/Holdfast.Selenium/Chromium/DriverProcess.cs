using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using OpenQA.Selenium;
using OpenQA.Selenium.Chrome;

namespace Holdfast.Selenium;

/// <summary>Prepares the service that starts chromedriver, and frees what it holds.</summary>
internal static partial class DriverProcess
{
    /// <summary>
    /// A service whose process leads a group of its own (Linux), so that a terminal's Ctrl+C does not reach it before the job has drained, has a
    /// <see cref="SessionGuard"/> there, and carries the session's mark, so that it is found even if nobody lives to write its id down.
    /// </summary>
    public static ChromeDriverService Prepare(string driver, SessionRecord record, CancellationToken cancellationToken)
    {
        ChromeDriverService service = ChromeDriverService.CreateDefaultService(Path.GetDirectoryName(driver), Path.GetFileName(driver));
        service.HideCommandPromptWindow = true;
        service.SuppressInitialDiagnosticInformation = true;
        service.HostName = "127.0.0.1";
        service.DriverProcessStarting += (_, starting) =>
        {
            cancellationToken.ThrowIfCancellationRequested();
            ProcessStartInfo start = starting.DriverServiceProcessStartInfo;
            string arguments = $"{start.Arguments} {SessionProcesses.MarkPrefix}{record.Mark} {Quote(SessionProcesses.ProfilePrefix + record.Profile)}";
            if (OperatingSystem.IsLinux())
            {
                arguments = $"sh -c {Quote(SessionGuard.Script)} {Quote(driver)} {arguments}";
                start.FileName = "setsid";

                // Nothing is ever written to it: that it closes is the message.
                start.RedirectStandardInput = true;
            }

            start.Arguments = arguments;

            // The browser inherits what the driver has.
            SecretVariables.RemoveFrom(start.Environment);
            foreach (string name in BrowserProxy.Variables)
            {
                _ = start.Environment.Remove(name);
            }

            if (record.Temp is { } temp)
            {
                start.Environment["TMPDIR"] = temp;
            }
        };
        return service;
    }

    /// <summary>
    /// Closes our ends of the pipes to a driver that is gone, and to its guard. Selenium closes them only when it ended the driver itself; until the
    /// collector came by, each session would leave three handles.
    /// </summary>
    public static void Free(DriverService service)
    {
        try
        {
            ref Process? process = ref ProcessOf(service);
            process?.Dispose();
            process = null;
        }
        catch (MissingFieldException)
        {
            // A version of Selenium that keeps its process elsewhere: the collector closes them.
        }
    }

    // As the runtime reads it: backslashes count before a quotation mark only, and there each is written twice.
    private static string Quote(string argument) =>
        $"\"{BeforeQuote().Replace(argument, found => found.Groups[1].Value + found.Groups[1].Value + (found.Groups[2].Length > 0 ? "\\\"" : ""))}\"";

    [GeneratedRegex("""(\\*)("|\z)""")]
    private static partial Regex BeforeQuote();

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "driverServiceProcess")]
    private static extern ref Process? ProcessOf(DriverService service);
}

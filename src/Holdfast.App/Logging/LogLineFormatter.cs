using System.Globalization;
using Serilog.Events;
using Serilog.Formatting;

namespace Holdfast.App;

/// <summary>One event, one line: nothing a site says can forge a line of its own, and known secrets are blotted out.</summary>
internal sealed class LogLineFormatter : ITextFormatter
{
    public void Format(LogEvent logEvent, TextWriter output)
    {
        string source = logEvent.Properties.TryGetValue("SourceContext", out LogEventPropertyValue? value) && value is ScalarValue { Value: string name }
            ? name[(name.LastIndexOf('.') + 1)..]
            : "";
        output.Write(logEvent.Timestamp.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        output.Write($" {Level(logEvent.Level)} {source}: ");
        output.WriteLine(TerminalText.Encode(logEvent.RenderMessage(CultureInfo.InvariantCulture)));
        if (logEvent.Exception is { } exception)
        {
            foreach (string line in exception.ToString().Split('\n'))
            {
                output.WriteLine($"    {TerminalText.Encode(line.TrimEnd('\r'))}");
            }
        }
    }

    private static string Level(LogEventLevel level) => level switch
    {
        LogEventLevel.Verbose => "TRC",
        LogEventLevel.Debug => "DBG",
        LogEventLevel.Information => "INF",
        LogEventLevel.Warning => "WRN",
        LogEventLevel.Error => "ERR",
        _ => "FTL",
    };
}

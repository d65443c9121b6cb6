using System.Globalization;
using Serilog.Events;
using Serilog.Formatting;
using Serilog.Formatting.Display;

namespace Holdfast.App;

/// <summary>One event, one line: nothing a site says can forge a line of its own, and known secrets are blotted out.</summary>
internal sealed class LogLineFormatter : ITextFormatter
{
    // Literally: a template that quotes its texts should not quote them twice.
    private static readonly MessageTemplateTextFormatter s_message = new("{Message:lj}", CultureInfo.InvariantCulture);

    public void Format(LogEvent logEvent, TextWriter output)
    {
        string source = logEvent.Properties.GetValueOrDefault("SourceContext") is ScalarValue { Value: string name }
            ? name[(name.LastIndexOf('.') + 1)..]
            : "";
        output.Write(logEvent.Timestamp.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        output.Write($" {Level(logEvent.Level)} {source}: ");
        using StringWriter message = new(CultureInfo.InvariantCulture);
        s_message.Format(logEvent, message);
        output.WriteLine(TerminalText.Encode(EvidenceText.WithoutSecrets(message.ToString())));
        if (logEvent.Exception is { } exception)
        {
            foreach (string line in EvidenceText.WithoutSecrets(exception.ToString()).Split('\n'))
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

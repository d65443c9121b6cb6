using Microsoft.Extensions.Logging;

namespace Holdfast.App.Tests;

public sealed class ScreenLoggerTests
{
    [Theory]
    [InlineData(LogLevel.Error, "error: died|")]
    [InlineData(LogLevel.Information, "warning: slow|error: died|")]
    public void Log_FromTheMinimumUp(LogLevel minimum, string expected)
    {
        StringWriter output = new(), error = new();
        using ScreenLoggerProvider provider = new(new Screen(output, error, TerminalTraits.Plain), minimum);
        ILogger logger = provider.CreateLogger("x");

        logger.LogInformation("going on");
        logger.LogWarning("slow");
        logger.LogError("died");

        Assert.Equal(expected, error.ToString().ReplaceLineEndings("|"));
        Assert.Equal(minimum == LogLevel.Error ? "" : "going on|", output.ToString().ReplaceLineEndings("|"));
    }
}

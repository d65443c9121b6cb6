using Microsoft.Extensions.Logging;

namespace Holdfast.App;

/// <summary>Shows log lines on standard error: errors only, which makes one line for each incident, or everything from Information up.</summary>
internal sealed class ScreenLoggerProvider(Screen screen, LogLevel minimum) : ILoggerProvider
{
    public ILogger CreateLogger(string categoryName) => new ScreenLogger(screen, minimum);

    public void Dispose()
    {
        // The screen outlives its loggers.
    }

    private sealed class ScreenLogger(Screen screen, LogLevel minimum) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel >= minimum && logLevel != LogLevel.None;

        public void Log<TState>(
            LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            if (!IsEnabled(logLevel))
            {
                return;
            }

            string line = EvidenceText.WithoutSecrets(formatter(state, exception));
            string cause = exception is null ? "" : $" ({exception.GetType().Name}: {EvidenceText.WithoutSecrets(exception.Message)})";
            switch (logLevel)
            {
                case >= LogLevel.Error:
                    screen.PrintError($"error: {line}{cause}");
                    break;
                case LogLevel.Warning:
                    screen.PrintError($"warning: {line}{cause}");
                    break;
                default:
                    screen.Print($"{line}{cause}");
                    break;
            }
        }
    }
}

using System.Collections.Concurrent;
using OpenQA.Selenium;

namespace Holdfast.Selenium;

/// <summary>
/// Launches Chromium through chromedriver. Thread safe. On Linux driver and browser have a process group of their own and are watched by
/// process descriptors; elsewhere by <c>Process.Exited</c> and the connections alone.
/// </summary>
public sealed class ChromiumProvider : ISessionProvider<IWebDriver>, IAsyncDisposable, IDisposable
{
    private readonly ChromiumOptions _options;
    private readonly TimeProvider _time;
    private readonly HttpClient _http;
    private readonly Housekeeping _housekeeping = new();
    private readonly ConcurrentDictionary<string, CachedHeaders> _headers = new(StringComparer.Ordinal);
    private readonly Lazy<Task> _sweep;

    /// <summary>A provider; nothing is started yet.</summary>
    /// <param name="options">How to launch and log in.</param>
    /// <param name="time">The clock; null for the system's.</param>
    public ChromiumProvider(ChromiumOptions options, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        _time = time ?? TimeProvider.System;
#pragma warning disable CA2000 // The client owns its handler.
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = Timeout.InfiniteTimeSpan };
#pragma warning restore CA2000
        _sweep = new Lazy<Task>(SweepAsync);
    }

    /// <inheritdoc/>
    /// <exception cref="BrowserNotFoundException">Browser or driver is not installed.</exception>
    /// <exception cref="WebDriverException">The browser did not start. Nothing is left behind.</exception>
    public async Task<ISupervisedSession<IWebDriver>> LaunchAsync(SessionLaunch launch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(launch);
        LocalTraffic.KeepLocal();
        await _sweep.Value.WaitAsync(cancellationToken).ConfigureAwait(false);
        LaunchedChromium launched = await new ChromiumLauncher(_options, _http, _housekeeping, _time)
            .LaunchAsync(launch, cancellationToken).ConfigureAwait(false);
        return new ChromiumSession(launched, _options, HeadersOfSuch(), _http, _time);
    }

    /// <summary>Waits until the profiles of ended sessions are deleted. Sessions are ended by their owner.</summary>
    /// <returns>A task that ends with the last profile.</returns>
    public async ValueTask DisposeAsync()
    {
        await _housekeeping.WhenDoneAsync().ConfigureAwait(false);
        Dispose();
    }

    /// <summary>Frees the provider's own connections. A profile that is not deleted yet falls to the next sweep.</summary>
    public void Dispose() => _http.Dispose();

    // A kept profile has settings of its own, which may change from one launch to the next.
    private CachedHeaders HeadersOfSuch() => _options.ProfileFolder is null
        ? _headers.GetOrAdd($"{_options.BrowserPath} {_options.Headless} {string.Join(' ', _options.Arguments)}", static _ => new CachedHeaders())
        : new CachedHeaders();

    // What an earlier job left behind must not keep this one from starting.
    private async Task SweepAsync()
    {
        try
        {
            _ = await OrphanSweeper.SweepAsync(_options.WorkFolder).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Reported by the launch itself if the folder cannot be used at all.
        }
    }
}

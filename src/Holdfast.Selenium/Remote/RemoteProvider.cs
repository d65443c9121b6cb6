using OpenQA.Selenium;

namespace Holdfast.Selenium;

/// <summary>
/// Opens Chromium sessions at a Selenium Grid, a provider's hub or a chromedriver on another machine. Thread safe. The other machine's processes
/// cannot be watched or killed from here: a session is ended through the hub, and one that could not be reached then is ended when it can be.
/// </summary>
public sealed class RemoteProvider : ISessionProvider<IWebDriver>, IAsyncDisposable, IDisposable
{
    private readonly RemoteOptions _options;
    private readonly TimeProvider _time;
    private readonly HubClient _hub;
    private readonly Leftovers _leftovers;
    private volatile bool _opened;

    /// <summary>A provider; nothing is connected yet.</summary>
    /// <param name="options">Where, and how to launch and log in.</param>
    /// <param name="time">The clock; null for the system's.</param>
    /// <exception cref="ArgumentException"><see cref="RemoteOptions.HubUrl"/> is missing, or neither http nor https.</exception>
    public RemoteProvider(RemoteOptions options, TimeProvider? time = null)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (!IsHub(options.HubUrl))
        {
            throw new ArgumentException("RemoteOptions.HubUrl must be set to an http or https address.", nameof(options));
        }

        _options = options;
        _time = time ?? TimeProvider.System;
        _hub = new HubClient(options.HubUrl!, options.AnswerLimit, _time);
        _leftovers = new Leftovers(_hub, _time);
    }

    /// <inheritdoc/>
    /// <exception cref="WebDriverException">The hub opened no session, or could not be reached.</exception>
    public async Task<ISupervisedSession<IWebDriver>> LaunchAsync(SessionLaunch launch, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(launch);

        // A hub at the other end of a tunnel has an address of this machine.
        LocalTraffic.KeepLocal();
        LaunchedRemote launched = await new RemoteLauncher(_options, _hub, _leftovers, _time)
            .LaunchAsync(launch, wait: _opened, cancellationToken).ConfigureAwait(false);
        _opened = true;
        _ = _leftovers.EndAllAsync();
        return new RemoteSession(launched, _options, _time);
    }

    /// <summary>Ends at the hub, within 2 s, what could not be ended before. Sessions are ended by their owner.</summary>
    /// <returns>A task that ends with the last try.</returns>
    public async ValueTask DisposeAsync()
    {
        await _leftovers.EndAllAsync().ConfigureAwait(false);
        Dispose();
    }

    /// <summary>Frees the provider's own connections.</summary>
    public void Dispose() => _hub.Dispose();

    /// <summary>Whether this can be the address of a hub.</summary>
    internal static bool IsHub(Uri? address) =>
        address is { IsAbsoluteUri: true } && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps);
}

using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Holdfast.Selenium.Tests;

/// <summary>A chromedriver that plays the hub on another machine. Disposal ends it and every browser it started, and proves it.</summary>
internal sealed class TestHub : IAsyncDisposable
{
    private readonly string _mark = Guid.NewGuid().ToString("N");
    private readonly string _folder = TestBrowser.NewFolder();
    private readonly List<SessionProcesses> _processes = [];
    private readonly int _port;
    private Process? _driver;

    private TestHub(int port)
    {
        _port = port;
        Client = new HubClient(new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}")), TimeSpan.FromSeconds(5), TimeProvider.System);
        Proxy = new CutProxy(port);
    }

    /// <summary>The way that the session under test takes.</summary>
    public CutProxy Proxy { get; }

    /// <summary>Another client, which goes past the proxy.</summary>
    public HubClient Client { get; }

    public int DriverPid => _driver!.Id;

    /// <summary>How many processes there are besides the driver.</summary>
    public int BrowserCount => Processes.Count(process => process.Pid != DriverPid);

    // Each driver leads a group of its own, and its browsers are in it when it is gone.
    private IReadOnlyList<ProcessStat> Processes => [.. _processes.SelectMany(one => one.Find()).Distinct()];

    public static async Task<TestHub> StartAsync()
    {
        using TcpListener free = new(IPAddress.Loopback, 0);
        free.Start();
        int port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        TestHub hub = new(port);
        await hub.RestartAsync();
        return hub;
    }

    /// <summary>Starts chromedriver, again on the same port: as soon as whoever had it last, a killed driver or a passing connection, lets go.</summary>
    public async Task RestartAsync()
    {
        long began = TimeProvider.System.GetTimestamp();
        while (!await TryStartAsync())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromSeconds(20), "chromedriver did not start");
        }
    }

    private async Task<bool> TryStartAsync()
    {
        ProcessStartInfo start = new("setsid")
        {
            ArgumentList =
            {
                ProgramFinder.FindDriver(null),
                string.Create(CultureInfo.InvariantCulture, $"--port={_port}"),
                SessionProcesses.MarkPrefix + _mark,
            },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // Its fresh profiles go where the test can delete them.
        start.Environment["TMPDIR"] = _folder;
        _driver = Process.Start(start)!;
        _processes.Add(new SessionProcesses(new SessionTraits(_mark, _folder, IsFresh: false, Since: 0, _driver.Id, [], IsStarted: false)));
        while (await _driver.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line.Contains("started successfully", StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    public RemoteOptions Options(Action<RemoteOptions>? configure = null)
    {
        RemoteOptions options = new();
        Apply(options);
        configure?.Invoke(options);
        return options;
    }

    public void Apply(RemoteOptions options)
    {
        options.HubUrl = Proxy.Url;
        options.Arguments.Add("--no-sandbox");
        options.Arguments.Add(SessionProcesses.MarkPrefix + _mark);
        options.Capabilities = chrome => chrome.BinaryLocation = ProgramFinder.FindBrowser(null);
        options.UnreachableLimit = TimeSpan.FromSeconds(5);
    }

    public void KillDriver() => Assert.Equal(0, NativeMethods.Kill(DriverPid, NativeMethods.SigKill));

    /// <summary>Everything at the hub ends at once, and the hub comes back without its sessions.</summary>
    public async Task StartAgainAsync()
    {
        KillDriver();
        foreach (ProcessStat process in Processes)
        {
            // The first kill may have taken it along.
            _ = NativeMethods.Kill(process.Pid, NativeMethods.SigKill);
        }

        await RestartAsync();
    }

    /// <summary>Whether this is a running process of the hub.</summary>
    public bool Owns(int pid) => Processes.Any(process => process.Pid == pid);

    /// <summary>The browser's first process.</summary>
    public int BrowserPid(RemoteSession session) =>
        Convert.ToInt32(session.Launched.Driver.Capabilities.GetCapability("goog:processID"), CultureInfo.InvariantCulture);

    /// <summary>Kills the browser's first process.</summary>
    public void KillBrowser(RemoteSession session) => Assert.Equal(0, NativeMethods.Kill(BrowserPid(session), NativeMethods.SigKill));

    /// <summary>Whether the hub knows a session.</summary>
    public Task<bool> KnowsAsync(string session) => Task.Run(async () =>
        (await Client.WindowsAsync(session, TestContext.Current.CancellationToken)).Kind != HubAnswerKind.SessionGone);

    public async ValueTask DisposeAsync()
    {
        await Proxy.DisposeAsync();
        Client.Dispose();
        foreach (SessionProcesses processes in _processes)
        {
            ProcessEnd end = await ProcessEnder.EndAsync(processes, [], TimeProvider.System);
            Assert.True(end.Clean);
        }

        _driver?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}

using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Holdfast.EndToEnd.Tests;

/// <summary>
/// A private MediaWiki, the code of Debian's package, for as long as the tests run. Its folder stays, so that the next start takes a second:
/// <c>HOLDFAST_WIKI_FOLDER</c>, else one in the user's cache.
/// </summary>
public sealed class WikiSite : IAsyncLifetime
{
    public const string User = "Reader";
    public const string Password = "mw-reader-pass-01";

    private const int Pages = 2000;

    // An import takes a minute on an idle machine, and was seen to take twelve on a busy one.
    private static readonly TimeSpan StartDeadline = TimeSpan.FromMinutes(40);
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(6);

    // Requests wait at their arrival while the file is there. Answers are limited in size, so that the text of fifty pages comes in parts.
    private const string Settings =
        """

        # --- the end-to-end tests ---
        while ( PHP_SAPI === 'cli-server' && file_exists( __DIR__ . '/../hold' ) ) { usleep( 2000 ); clearstatcache(); }
        $wgAPIMaxResultSize = 300000;
        """;

    private FileStream? _turn;

    /// <summary>Why there can be no wiki on this machine; null when it runs.</summary>
    public string? SkipReason { get; private set; }

    public string Folder { get; } = Environment.GetEnvironmentVariable("HOLDFAST_WIKI_FOLDER") is { Length: > 0 } folder
        ? Path.GetFullPath(folder)
        : Path.Combine(
            Environment.GetEnvironmentVariable("XDG_CACHE_HOME") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
            "holdfast",
            "wiki");

    public string Url { get; private set; } = "";

    public string Database => Path.Combine(Folder, "data", "wiki.sqlite");

    private string Hold => Path.Combine(Folder, "hold");

    public async ValueTask InitializeAsync()
    {
        if (!(Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, "apt-get"))))
        {
            SkipReason = "MediaWiki and PHP are installed with apt-get, which is not here.";
            return;
        }

        await TakeTurnAsync();
        File.Delete(Hold);
        string port = FreePort().ToString(CultureInfo.InvariantCulture);
        string settings = Path.Combine(Folder, "w", "LocalSettings.php");
        try
        {
            await UpAsync(port);
            if (!(await File.ReadAllTextAsync(settings)).Contains(Settings, StringComparison.Ordinal))
            {
                // The running server may hold the old settings in its cache.
                await DownAsync();
                await File.AppendAllTextAsync(settings, Settings + "\n");
                await UpAsync(port);
            }
        }
        catch (InvalidOperationException exception) when (exception.Message.Contains("as root: apt-get install", StringComparison.Ordinal))
        {
            SkipReason = $"Packages are missing, and only root can install them: {exception.Message}";
        }

        Url = $"http://127.0.0.1:{port}/";
    }

    public async ValueTask DisposeAsync()
    {
        if (_turn is null)
        {
            return;
        }

        File.Delete(Hold);
        await DownAsync();
        await _turn.DisposeAsync();
    }

    /// <summary>Ends the login of the user, on the server.</summary>
    public Task LogOutAsync() => WikiScripts.RunAsync(Deadline, WikiScripts.Path("logout"), [Folder, User]);

    /// <summary>Lets requests wait where they arrive, until <see cref="Release"/>.</summary>
    public void HoldRequests() => File.WriteAllText(Hold, "");

    public void Release() => File.Delete(Hold);

    /// <summary>Saves a new text of a page.</summary>
    public Task EditAsync(string title, string text) => WikiScripts.RunAsync(
        Deadline, "php", [Path.Combine(Folder, "w", "maintenance", "edit.php"), "--user", "Admin", title], text);

    /// <summary>How many requests the wiki has answered whose log line contains this text.</summary>
    public int Answered(string text)
    {
        using FileStream file = new(Path.Combine(Folder, "server.log"), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using StreamReader reader = new(file);
        int count = 0;
        while (reader.ReadLine() is { } line)
        {
            count += line.Contains(text, StringComparison.Ordinal) ? 1 : 0;
        }

        return count;
    }

    /// <summary>Logins that the wiki accepted: it sends the browser on.</summary>
    public int Logins() => Answered("[302]: POST /index.php/Special:UserLogin");

    private Task<string> UpAsync(string port) => WikiScripts.RunAsync(
        StartDeadline, WikiScripts.Path("up"), [Folder, port, Pages.ToString(CultureInfo.InvariantCulture)]);

    private Task<string> DownAsync() => WikiScripts.RunAsync(Deadline, WikiScripts.Path("down"), [Folder]);

    /// <summary>One test run at a time has the folder; the kernel gives it back when that run dies.</summary>
    private async Task TakeTurnAsync()
    {
        Directory.CreateDirectory(Folder);
        using CancellationTokenSource deadline = new(StartDeadline);
        using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(200));
        while (_turn is null)
        {
            try
            {
                _turn = new FileStream(Folder.TrimEnd('/') + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException)
            {
                await timer.WaitForNextTickAsync(deadline.Token);
            }
        }
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}

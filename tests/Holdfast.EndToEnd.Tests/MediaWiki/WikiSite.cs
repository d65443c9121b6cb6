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
    private static readonly TimeSpan s_startDeadline = TimeSpan.FromMinutes(40);
    private static readonly TimeSpan s_deadline = TimeSpan.FromMinutes(6);

    private const string Mark = "# --- the end-to-end tests ---";

    // Requests whose address or form has what the file says (below its number) wait at their arrival. PHP goes on with them when nobody waits for
    // the answer any longer. Answers are limited in size, so that the text of fifty pages comes in parts.
    private const string Settings =
        $$"""
        {{Mark}}
        ( static function () {
        	$hold = __DIR__ . '/../hold';
        	while ( PHP_SAPI === 'cli-server' && is_string( $text = @file_get_contents( $hold ) ) ) {
        		[ $number, $part ] = explode( "\n", $text, 2 );
        		if ( !str_contains( $_SERVER['REQUEST_URI'] . ' ' . file_get_contents( 'php://input' ), $part ) ) {
        			break;
        		}
        		touch( "$hold.reached.$number" );
        		usleep( 2000 );
        	}
        } )();
        $wgAPIMaxResultSize = 300000;

        """;

    private FileStream? _turn;
    private int _holds;

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

    private string Reached => string.Create(CultureInfo.InvariantCulture, $"{Hold}.reached.{_holds}");

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
            string before = await File.ReadAllTextAsync(settings);
            string after = $"{before.Split(Mark)[0].TrimEnd()}\n\n{Settings}";
            if (after != before)
            {
                // The running server may hold the old settings in its cache.
                await DownAsync();
                await File.WriteAllTextAsync(settings, after);
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
    public Task LogOutAsync() => WikiScripts.RunAsync(s_deadline, WikiScripts.Path("logout"), [Folder, User]);

    /// <summary>Lets requests wait where they arrive, until <see cref="Release"/> or until others are to wait.</summary>
    /// <param name="part">What the address or the form of such a request has in it; all have "".</param>
    public void HoldRequests(string part = "")
    {
        File.Delete(Reached);
        _holds++;
        File.Delete(Reached);

        // Whole at once: half a part would hold other requests.
        File.WriteAllText($"{Hold}.new", string.Create(CultureInfo.InvariantCulture, $"{_holds}\n{part}"));
        File.Move($"{Hold}.new", Hold, overwrite: true);
    }

    /// <summary>Ends when a request waits.</summary>
    public async Task ReachedAsync()
    {
        using CancellationTokenSource deadline = new(Job.Deadline);
        using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(2));
        while (!File.Exists(Reached))
        {
            await timer.WaitForNextTickAsync(deadline.Token);
        }
    }

    public void Release() => File.Delete(Hold);

    /// <summary>Saves a new text of a page.</summary>
    public Task EditAsync(string title, string text) => MaintainAsync("edit", text, "--user", "Admin", title);

    /// <summary>Deletes a page.</summary>
    public Task DeleteAsync(string title) => MaintainAsync("deleteBatch", title, "-u", "Admin");

    /// <summary>Restores a deleted page.</summary>
    public Task RestoreAsync(string title) => MaintainAsync("undelete", "", "--user", "Admin", title);

    /// <summary>Renames a page, and leaves a redirect.</summary>
    public Task MoveAsync(string title, string to) => MaintainAsync("moveBatch", $"{title}|{to}", "--u", "Admin");

    /// <summary>Lets nobody but administrators edit a page.</summary>
    public Task ProtectAsync(string title) => MaintainAsync("protect", "", "--user", "Admin", title);

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

    private Task<string> MaintainAsync(string script, string input, params string[] arguments) =>
        WikiScripts.RunAsync(s_deadline, "php", [Path.Combine(Folder, "w", "maintenance", $"{script}.php"), .. arguments], input);

    private Task<string> UpAsync(string port) => WikiScripts.RunAsync(
        s_startDeadline, WikiScripts.Path("up"), [Folder, port, Pages.ToString(CultureInfo.InvariantCulture)]);

    private Task<string> DownAsync() => WikiScripts.RunAsync(s_deadline, WikiScripts.Path("down"), [Folder]);

    /// <summary>One test run at a time has the folder; the kernel gives it back when that run dies.</summary>
    private async Task TakeTurnAsync()
    {
        Directory.CreateDirectory(Folder);
        using CancellationTokenSource deadline = new(s_startDeadline);
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

using System.Text.Json;
using OpenQA.Selenium.Remote;

namespace Holdfast.Selenium;

/// <summary>Sees each WebDriver command as it is sent: when, which tab is used from now on, and whether the job itself ends the session.</summary>
/// <param name="listener">Told of what each command does to the tabs.</param>
/// <param name="time">The clock.</param>
internal sealed class CommandObserver(ICommandListener listener, TimeProvider time)
{
    // How the scripts begin with which Selenium asks for Displayed and GetAttribute.
    private static readonly string[] s_questions = ["\"script\":\"/* is_displayed */", "\"script\":\"/* get_attribute */"];

    /// <summary>Success is no proof of life: what was longer under way is looked at twice.</summary>
    public static readonly TimeSpan LongCommand = TimeSpan.FromMilliseconds(250);

    private long _lastSent;
    private Sent? _last;
    private volatile bool _hasLooked;
    private volatile bool _hasActed;

    /// <summary>The timestamp of the last command; 0 before the first.</summary>
    public long LastSent => Interlocked.Read(ref _lastSent);

    /// <summary>The last command, such as <c>POST /window/new</c>; no ids and nothing that a site sent. Null before the first.</summary>
    public string? Last => Volatile.Read(ref _last) is { } last ? $"{last.Method} {Name(last.Path)}" : null;

    /// <summary>Runs work, and says whether its result may be none. On the driver's thread: afterwards the last command may be another's.</summary>
    public async Task<(TResult Result, bool MayBeCutOff)> JudgeAsync<TResult>(Func<Task<TResult>> work)
    {
        TResult result = await work().ConfigureAwait(true);
        return (result, MayBeCutOff(result is null, time.GetElapsedTime(LastSent) > LongCommand));
    }

    /// <summary>What the last command was answered may be no answer, if its tab was closed meanwhile: then a question is answered with null, and a script
    /// ends in the middle, with success. A click, and a short script, may well have closed the tab themselves.</summary>
    /// <param name="isNull">The work gave nothing.</param>
    /// <param name="isLong">The command was long under way.</param>
    public bool MayBeCutOff(bool isNull, bool isLong) => Volatile.Read(ref _last) switch
    {
        { Method: "GET" } => isNull || isLong,
        { } last when last.Path.EndsWith("/execute/async", StringComparison.Ordinal) => true,
        { } last => isLong && last.Path.EndsWith("/execute/sync", StringComparison.Ordinal),
        null => false,
    };

    /// <summary>True when commands were seen since <see cref="Begin"/>, and all of them only looked: none of them can have sent anything to
    /// a site but the request for a page. What a hook sends without the driver is not seen.</summary>
    public bool HasOnlyLooked => _hasLooked && !_hasActed;

    /// <summary>A hook begins.</summary>
    public void Begin() => _hasLooked = _hasActed = false;

    /// <summary>Handles the executor's event.</summary>
    public void OnSending(object? sender, SendingRemoteHttpRequestEventArgs request)
    {
        Interlocked.Exchange(ref _lastSent, time.GetTimestamp());
        string path = new Uri(request.FullUrl).AbsolutePath;
        Volatile.Write(ref _last, new Sent(request.Method, path));
        _hasActed |= IsAct(request.Method, path, request.RequestBody);
        _hasLooked = true;
        if (request.Method == "POST" && path.EndsWith("/window", StringComparison.Ordinal))
        {
            // Also a window's name may be sent, and then nobody says which tab that is.
            if (Handle(request.RequestBody) is { } handle && IsTarget(handle))
            {
                listener.Use(handle);
            }
        }
        else if (request.Method == "DELETE" && path.EndsWith("/window", StringComparison.Ordinal))
        {
            listener.Leave();
        }
        else if (request.Method == "DELETE" && path.Split('/', StringSplitOptions.RemoveEmptyEntries) is ["session", _])
        {
            listener.OnQuit();
        }
        else if (request.Method == "GET" && path.EndsWith("/window/handles", StringComparison.Ordinal))
        {
            listener.LookAround();
        }
        else if (!path.EndsWith("/timeouts", StringComparison.Ordinal))
        {
            listener.Call();
        }
    }

    /// <summary>Whatever is not known to look only, acts.</summary>
    private static bool IsAct(string method, string path, string? body) => method == "POST" && path.Split('/')[^1] switch
    {
        "url" or "back" or "forward" or "refresh" or "element" or "elements" or "timeouts" or "window" or "new" or "rect" or "frame" or "parent" => false,
        "sync" => !s_questions.Any(question => body?.Contains(question, StringComparison.Ordinal) is true),
        _ => true,
    };

    /// <summary>What follows the session's id, without the ids of elements in it.</summary>
    private static string Name(string path)
    {
        int session = path.IndexOf("/session/", StringComparison.Ordinal);
        IEnumerable<string> parts = path[Math.Max(session, 0)..].Split('/', StringSplitOptions.RemoveEmptyEntries).Skip(session < 0 ? 0 : 2);
        return "/" + string.Join('/', parts.Where(part => part.Length < 32));
    }

    private static bool IsTarget(string handle) => handle.Length >= 32 && handle.All(one => char.IsAsciiHexDigit(one) || one == '-');

    private static string? Handle(string? body)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(body ?? "");
            return document.RootElement.TryGetProperty("handle", out JsonElement handle) ? handle.GetString() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private sealed record Sent(string Method, string Path);
}

using OpenQA.Selenium;

namespace Holdfast.Selenium;

/// <summary>
/// Knows whether the driver is still at a command that its client has given up after <see cref="ChromiumOptions.CommandTimeout"/>: until it has done
/// with it, every later command of the session waits behind it, although browser, tab and the driver's own <c>/status</c> answer.
/// </summary>
/// <param name="question">A question to the session that changes nothing and is answered in its turn.</param>
/// <param name="http">A client without a proxy.</param>
/// <param name="time">The clock.</param>
/// <remarks>Thread safe.</remarks>
internal sealed class GivenUpCommand(Uri question, HttpClient http, TimeProvider time)
{
    // A page that comes soon after all is waited for. chromedriver itself gives up a page after 5 min.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private Question? _open;

    /// <summary>The command that holds up the driver, and for how long it has since it was given up, once that is 10 s; null otherwise.</summary>
    public (string Command, TimeSpan For)? Stuck =>
        Volatile.Read(ref _open) is { } open && time.GetElapsedTime(open.Asked) is var span && span >= Patience ? (open.Command, span) : null;

    /// <summary>True when a failure says that the client no longer waits for the driver's answer.</summary>
    /// <param name="exception">The command's failure.</param>
    public static bool IsGivenUp(WebDriverException exception) => exception.InnerException is OperationCanceledException;

    /// <summary>A command was given up: asks behind it. The commands that come later wait behind the question, so that none of them, however long,
    /// is taken for it.</summary>
    /// <param name="command">Its name, for who reads of it.</param>
    public void Watch(string command)
    {
        if (Interlocked.CompareExchange(ref _open, new Question(command, time.GetTimestamp()), null) is null)
        {
            _ = AskAsync();
        }
    }

    private async Task AskAsync()
    {
        try
        {
            using HttpResponseMessage answer = await http.GetAsync(question, CancellationToken.None).ConfigureAwait(false);
        }
        catch (HttpRequestException)
        {
            // A driver that is gone is noticed by its exit.
        }
        catch (OperationCanceledException)
        {
            // The client was closed: nobody asks any more.
            return;
        }

        Volatile.Write(ref _open, null);
    }

    private sealed record Question(string Command, long Asked);
}

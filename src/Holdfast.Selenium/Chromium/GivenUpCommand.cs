using System.Net;
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
    // What ends soon after all is waited for.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);

    // Of a driver on this machine; one that does not even take the question hangs.
    private static readonly TimeSpan s_longestSending = TimeSpan.FromSeconds(1);

    private Question? _open;

    /// <summary>The command that holds up the driver, and for how long it has since it was given up, once that is 10 s; null otherwise.</summary>
    public (string Command, TimeSpan For)? Stuck =>
        Volatile.Read(ref _open) is { } open && time.GetElapsedTime(open.Asked) is var span && span >= s_patience ? (open.Command, span) : null;

    /// <summary>True when a failure says that the client no longer waits for the driver's answer.</summary>
    /// <param name="exception">The command's failure.</param>
    public static bool IsGivenUp(WebDriverException exception) => exception.InnerException is OperationCanceledException;

    /// <summary>A command was given up: asks behind it. The commands that come later wait behind the question, so that none of them, however long,
    /// is taken for it.</summary>
    /// <param name="command">Its name, for who reads of it.</param>
    /// <returns>A task that ends when the question is on its way, or cannot be sent.</returns>
    public async Task WatchAsync(string command)
    {
        if (Interlocked.CompareExchange(ref _open, new Question(command, time.GetTimestamp()), null) is not null)
        {
            return;
        }

        TaskCompletionSource sent = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _ = AskAsync(sent);
        await sent.Task.WaitAsync(s_longestSending, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task AskAsync(TaskCompletionSource sent)
    {
        try
        {
            using NothingToSet body = new(sent);
            using HttpResponseMessage answer = await http.PostAsync(question, body, CancellationToken.None).ConfigureAwait(false);
        }
        catch (HttpRequestException)
        {
            // A driver that is gone is noticed by its exit.
        }
        catch (Exception exception) when (exception is OperationCanceledException or ObjectDisposedException)
        {
            // The client was closed: nobody asks any more.
            return;
        }
        finally
        {
            _ = sent.TrySetResult();
        }

        Volatile.Write(ref _open, null);
    }

    private sealed record Question(string Command, long Asked);

    /// <summary>The body of a command that sets no time-out, and tells when it was sent: the next command must not overtake it.</summary>
    private sealed class NothingToSet : HttpContent
    {
        private readonly TaskCompletionSource _sent;

        public NothingToSet(TaskCompletionSource sent)
        {
            _sent = sent;
            Headers.ContentType = new("application/json");
        }

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync("{}"u8.ToArray()).ConfigureAwait(false);
            await stream.FlushAsync().ConfigureAwait(false);
            _ = _sent.TrySetResult();
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 2;
            return true;
        }
    }
}

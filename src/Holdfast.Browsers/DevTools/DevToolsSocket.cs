using System.Buffers;
using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Holdfast.Browsers;

/// <summary>
/// Our own connection to the browser's DevTools endpoint: its closing is the fastest sign of a browser's death, and its calls go past the
/// driver's command queue. Also speaks WebDriver BiDi, whose messages have the same shape. Thread safe. (Selenium's own DevTools session waits out
/// its time-out after a death, or answers null.)
/// </summary>
[SuppressMessage("Reliability", "CA2213", Justification = "A semaphore without a wait handle holds nothing, and late senders may still release it.")]
internal sealed class DevToolsSocket : IDevTools, IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly SemaphoreSlim _sending = new(1, 1);
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonElement>> _calls = new();
    private readonly Action<string?, string, JsonElement> _onEvent;
    private readonly Action<string> _onClosed;
    private int _lastId;
    private volatile bool _closed;
    private volatile bool _ending;

    /// <summary>A socket that is not connected yet.</summary>
    /// <param name="onEvent">Called with session (null: the browser), method and parameters of each event, on the receiving task; must only signal.</param>
    /// <param name="onClosed">Called once when the connection is lost, with what was seen; not after <see cref="DisposeAsync"/>.</param>
    /// <param name="far">Null for a browser on this machine; else what a connection to another one needs.</param>
    public DevToolsSocket(Action<string?, string, JsonElement> onEvent, Action<string> onClosed, FarConnection? far = null)
    {
        _onEvent = onEvent;
        _onClosed = onClosed;
        // A keep-alive ping would end the connection of a browser that is merely stopped, and name the wrong cause.
        _socket.Options.KeepAliveInterval = TimeSpan.Zero;
        if (far is null)
        {
            _socket.Options.Proxy = null;
        }
        else if (far.Authorization is { } authorization)
        {
            _socket.Options.SetRequestHeader("Authorization", authorization.ToString());
        }
    }

    /// <summary>False once the connection is lost.</summary>
    public bool IsOpen => !_closed;

    /// <summary>How many methods were called so far; for measures.</summary>
    public int Calls => Volatile.Read(ref _lastId);

    /// <summary>Connects and begins to receive.</summary>
    public async Task ConnectAsync(Uri endpoint, CancellationToken cancellationToken)
    {
        await _socket.ConnectAsync(endpoint, cancellationToken).ConfigureAwait(false);
        _ = ReceiveAsync();
    }

    /// <summary>Calls a method of the browser.</summary>
    /// <param name="method">The method, such as <c>Browser.getVersion</c>.</param>
    /// <param name="parameters">Its parameters; null for none.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="session">The attached target's session id; null for the browser itself.</param>
    /// <returns>The result.</returns>
    /// <exception cref="DevToolsException">Refused, or the connection is lost.</exception>
    public async Task<JsonElement> CallAsync(
        string method, JsonObject? parameters, CancellationToken cancellationToken, string? session = null)
    {
        int id = Interlocked.Increment(ref _lastId);
        TaskCompletionSource<JsonElement> answer = new(TaskCreationOptions.RunContinuationsAsynchronously);
        _calls[id] = answer;
        try
        {
            if (_closed)
            {
                throw Lost(method);
            }

            JsonObject message = new() { ["id"] = id, ["method"] = method, ["params"] = parameters ?? [] };
            if (session is not null)
            {
                message["sessionId"] = session;
            }

            // Cancelling a send aborts the whole connection: a caller's deadline must not look like the browser's death.
            await SendAsync(JsonSerializer.SerializeToUtf8Bytes(message, DevToolsJson.Default.JsonObject), method)
                .WaitAsync(cancellationToken).ConfigureAwait(false);
            return await answer.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _ = _calls.TryRemove(id, out _);
        }
    }

    /// <inheritdoc/>
    Task<JsonElement> IDevTools.CallAsync(string method, JsonObject? parameters, CancellationToken cancellationToken) =>
        CallAsync(method, parameters, cancellationToken);

    /// <summary>Closes the connection without reporting it.</summary>
    public ValueTask DisposeAsync()
    {
        _ending = true;
        _closed = true;
        _socket.Abort();
        _socket.Dispose();
        FailCalls();
        return ValueTask.CompletedTask;
    }

    private async Task SendAsync(byte[] message, string method)
    {
        await _sending.WaitAsync().ConfigureAwait(false);
        try
        {
            await _socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is WebSocketException or ObjectDisposedException or InvalidOperationException)
        {
            throw Lost(method);
        }
        finally
        {
            _ = _sending.Release();
        }
    }

    private async Task ReceiveAsync()
    {
        string seen = "closed by the browser";
        ArrayBufferWriter<byte> message = new(16 * 1024);
        try
        {
            while (true)
            {
                ValueWebSocketReceiveResult part =
                    await _socket.ReceiveAsync(message.GetMemory(16 * 1024), CancellationToken.None).ConfigureAwait(false);
                if (part.MessageType == WebSocketMessageType.Close)
                {
                    break;
                }

                message.Advance(part.Count);
                if (part.EndOfMessage)
                {
                    Dispatch(message.WrittenMemory);
                    message.ResetWrittenCount();
                }
            }
        }
        catch (Exception exception)
        {
            seen = exception.Message;
        }

        bool lost = !_ending;
        _closed = true;
        if (lost)
        {
            _onClosed(seen);
        }

        FailCalls();
    }

    private void Dispatch(ReadOnlyMemory<byte> message)
    {
        using JsonDocument document = JsonDocument.Parse(message);
        JsonElement root = document.RootElement;
        if (!root.TryGetProperty("id", out JsonElement id) || id.ValueKind != JsonValueKind.Number)
        {
            if (root.TryGetProperty("method", out JsonElement method) && root.TryGetProperty("params", out JsonElement parameters))
            {
                string? session = root.TryGetProperty("sessionId", out JsonElement page) ? page.GetString() : null;
                _onEvent(session, method.GetString() ?? "", parameters);
            }

            return;
        }

        if (!_calls.TryRemove(id.GetInt32(), out TaskCompletionSource<JsonElement>? call))
        {
            return;
        }

        if (root.TryGetProperty("error", out JsonElement error))
        {
            // DevTools puts the text into the error, BiDi beside it.
            JsonElement holder = error.ValueKind == JsonValueKind.Object ? error : root;
            _ = call.TrySetException(new DevToolsException(holder.TryGetProperty("message", out JsonElement text) ? text.GetString() ?? "" : ""));
        }
        else
        {
            _ = call.TrySetResult(root.TryGetProperty("result", out JsonElement result) ? result.Clone() : default);
        }
    }

    private void FailCalls()
    {
        foreach (TaskCompletionSource<JsonElement> call in _calls.Values)
        {
            _ = call.TrySetException(Lost("the call"));
        }
    }

    private static DevToolsException Lost(string method) => new($"{method}: the connection to the browser is lost");
}

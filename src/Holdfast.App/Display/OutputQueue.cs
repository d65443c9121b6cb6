using System.Globalization;
using System.Text;

namespace Holdfast.App;

/// <summary>Writes what the process prints on a thread of its own: a terminal that stands still (Ctrl+S), or a reader that does not read, holds up that thread
/// and, once <see cref="HoldUpNobody"/> was called, nobody else. Thread safe.</summary>
internal sealed class OutputQueue
{
    /// <summary>How many characters may wait.</summary>
    public const int Capacity = 256 * 1024;

    private readonly object _gate = new();
    // Texts for one writer go together up to here; of what waits, so much is left out at a time.
    private const int PieceLength = 16 * 1024;

    private readonly LinkedList<Piece> _waiting = new();
    private TaskCompletionSource? _written;
    private int _length;
    private int _left;
    private bool _holdsUp = true;
    private bool _started;

    /// <summary>True while something waits to be written.</summary>
    public bool IsBehind
    {
        get
        {
            lock (_gate)
            {
                return _length > 0;
            }
        }
    }

    /// <summary>From here on the oldest texts make room for newer ones: how a run ended comes last. They are counted in their place. Before,
    /// whoever printed waited.</summary>
    public void HoldUpNobody()
    {
        lock (_gate)
        {
            _holdsUp = false;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Adds text.</summary>
    public void Add(TextWriter writer, string text)
    {
        lock (_gate)
        {
            while (_length >= Capacity && _holdsUp)
            {
                Monitor.Wait(_gate);
            }

            while (_length >= Capacity && _waiting.First is { Value: var oldest })
            {
                _waiting.RemoveFirst();
                _length -= oldest.Text.Length;
                _left += oldest.Count;
            }

            if (_waiting.Last is not { Value: var last } || last.Writer != writer || last.Text.Length >= PieceLength)
            {
                last = new Piece(writer);
                _waiting.AddLast(last);
            }

            last.Text.Append(text);
            last.Count++;
            _length += text.Length;
            Start_NeedsLock();
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Ends when all that was added is written.</summary>
    public Task WrittenAsync()
    {
        lock (_gate)
        {
            return _length == 0
                ? Task.CompletedTask
                : (_written ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    private void Start_NeedsLock()
    {
        if (!_started)
        {
            // In the background: it may never come back from a terminal that stands still.
            _started = true;
            new Thread(Write) { IsBackground = true, Name = "Holdfast output" }.Start();
        }
    }

    private void Write()
    {
        while (true)
        {
            (Piece piece, string notice) = Take();
            piece.Writer.Write(notice + piece.Text);
            piece.Writer.Flush();
            lock (_gate)
            {
                _length -= piece.Text.Length;
                if (_length == 0)
                {
                    _written?.SetResult();
                    _written = null;
                }

                Monitor.PulseAll(_gate);
            }
        }
    }

    private (Piece Piece, string Notice) Take()
    {
        lock (_gate)
        {
            while (_waiting.Count == 0)
            {
                Monitor.Wait(_gate);
            }

            Piece piece = _waiting.First!.Value;
            _waiting.RemoveFirst();
            string notice = _left == 0
                ? ""
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"({_left} texts are left out here: the terminal was frozen; the log has what matters){Environment.NewLine}");
            _left = 0;
            return (piece, notice);
        }
    }

    /// <summary>Texts that follow each other, for one writer.</summary>
    private sealed class Piece(TextWriter writer)
    {
        public TextWriter Writer => writer;

        public StringBuilder Text { get; } = new();

        public int Count { get; set; }
    }
}

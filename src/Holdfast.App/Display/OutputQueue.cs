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
    private readonly Queue<(TextWriter Writer, StringBuilder Text)> _waiting = new();
    private TaskCompletionSource? _written;
    private (TextWriter Writer, StringBuilder Text)? _last;
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

    /// <summary>From here on, what finds no room is left out, and counted where output goes on; before, whoever printed it waited.</summary>
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

            if (_length >= Capacity)
            {
                _left++;
                return;
            }

            if (_left > 0)
            {
                text = string.Create(CultureInfo.InvariantCulture, $"({_left} texts are left out here: nobody took them; the log has what matters){Environment.NewLine}{text}");
                _left = 0;
            }

            if (_last is { } last && last.Writer == writer)
            {
                last.Text.Append(text);
            }
            else
            {
                (TextWriter, StringBuilder) entry = (writer, new StringBuilder(text));
                _waiting.Enqueue(entry);
                _last = entry;
            }

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
            (TextWriter writer, string text) = Take();
            writer.Write(text);
            writer.Flush();
            lock (_gate)
            {
                _length -= text.Length;
                if (_length == 0)
                {
                    _written?.SetResult();
                    _written = null;
                }

                Monitor.PulseAll(_gate);
            }
        }
    }

    private (TextWriter Writer, string Text) Take()
    {
        lock (_gate)
        {
            while (_waiting.Count == 0)
            {
                Monitor.Wait(_gate);
            }

            (TextWriter writer, StringBuilder text) = _waiting.Dequeue();
            if (_waiting.Count == 0)
            {
                _last = null;
            }

            return (writer, text.ToString());
        }
    }
}

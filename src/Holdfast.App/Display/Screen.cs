using System.Diagnostics.CodeAnalysis;

namespace Holdfast.App;

/// <summary>The one owner of standard output and error: lines scroll by, and a status of a few lines stays below them. Thread safe.</summary>
/// <param name="output">Standard output.</param>
/// <param name="error">Standard error.</param>
/// <param name="traits">What they can do.</param>
/// <param name="queue">Stands before both; null when they are written at once.</param>
/// <param name="isRead">Tells whether the terminal is read now, as <see cref="TerminalReading.IsUnderWay"/> does; null when it never is.</param>
/// <param name="time">The clock; null for the system's.</param>
/// <remarks>Every line is encoded here, so that nothing a site says can act on the terminal.</remarks>
[SuppressMessage("Design", "CA1001", Justification = "The writers belong to the process.")]
[SuppressMessage("Reliability", "CA2000", Justification = "The writers belong to the process.")]
internal sealed class Screen(
    TextWriter output, TextWriter error, TerminalTraits traits, OutputQueue? queue = null, Func<bool?>? isRead = null, TimeProvider? time = null)
{
    private const string Red = "\e[31m";
    private const string Dim = "\e[2m";
    private const string Reset = "\e[0m";

    // Whoever is asked to end does not wait for a reader that does not come.
    private static readonly TimeSpan s_lastWords = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private readonly ForgivingWriter _output = new(output);
    private readonly ForgivingWriter _error = new(error);
    private readonly LineHold _hold = new(isRead ?? (static () => false), time ?? TimeProvider.System);
    private IReadOnlyList<string> _status = [];
    private int _shown;
    private int _widest;
    private volatile bool _isEnding;

    /// <summary>True when a status can stay in place.</summary>
    public bool IsLive => traits.IsLive;

    /// <summary>Columns of the terminal now; null where lines may be of any length.</summary>
    public int? Width => traits.IsLive ? traits.WidthNow : null;

    /// <summary>Where help and version go.</summary>
    public TextWriter Output => _output;

    /// <summary>Where errors go.</summary>
    public TextWriter Error => _error;

    /// <summary>Where the program itself may print, in place of standard output.</summary>
    public TextWriter ForeignOutput => new ForeignWriter(this, _output);

    /// <summary>Where the program itself may print, in place of standard error.</summary>
    public TextWriter ForeignError => new ForeignWriter(this, _error);

    /// <summary>A screen whose readers hold up nobody.</summary>
    public static Screen Queued(TextWriter output, TextWriter error, TerminalTraits traits)
    {
        OutputQueue queue = new();
        return new Screen(
            new QueuedWriter(queue, new ForgivingWriter(output)), new QueuedWriter(queue, new ForgivingWriter(error)), traits, queue,
            TerminalReading.IsUnderWay);
    }

    /// <summary>Prints a line to standard output.</summary>
    public void Print(string line = "") => Write(_output, TerminalText.Encode(line));

    /// <summary>Prints a line to standard error.</summary>
    public void PrintError(string line) =>
        Write(_error, traits.HasColor ? Red + TerminalText.Encode(line) + Reset : TerminalText.Encode(line));

    /// <summary>Replaces the status; empty removes it. Does nothing where nothing can stay in place. While a line is unfinished that is not the app's, or
    /// the terminal is read, it is kept for later.</summary>
    public void SetStatus(IReadOnlyList<string> lines)
    {
        if (!traits.IsLive)
        {
            return;
        }

        lock (_lock)
        {
            _status = lines;
            if (_hold.IsHeld())
            {
                // Where the cursor is now, whoever asks and answers knows, and not we.
                _shown = 0;
            }
            else if (lines.Count == 0 || queue is not { IsBehind: true })
            {
                Erase();
                FinishForeign(_output);
                Draw();
            }
        }
    }

    /// <summary>From here on a reader that does not read costs lines, and holds up nobody.</summary>
    public void HoldUpNobody() => queue?.HoldUpNobody();

    /// <summary>As <see cref="HoldUpNobody"/>, and the end of the process waits for it for a moment only.</summary>
    public void BeginEnd()
    {
        _isEnding = true;
        HoldUpNobody();
    }

    /// <summary>Ends when everything is printed; after <see cref="BeginEnd"/>, in 2 s at most.</summary>
    public async Task PrintedAsync()
    {
        if (queue is not null)
        {
            Task written = queue.WrittenAsync();
            await (_isEnding ? Task.WhenAny(written, Task.Delay(s_lastWords, TimeProvider.System)) : written).ConfigureAwait(false);
        }
    }

    /// <summary>Prints what the program wrote by itself, as it is.</summary>
    internal void WriteForeign(TextWriter writer, string text)
    {
        if (text.Length == 0)
        {
            return;
        }

        lock (_lock)
        {
            bool behind = queue is { IsBehind: true };
            Erase();
            writer.Write(text);
            writer.Flush();
            _hold.Wrote(text);
            if (!behind && _hold.Unfinished.Length == 0)
            {
                Draw();
            }
        }
    }

    private void Write(ForgivingWriter writer, string line)
    {
        lock (_lock)
        {
            bool behind = queue is { IsBehind: true };
            Erase();
            string question = _hold.Unfinished;
            FinishForeign(writer);
            writer.WriteLine(line);
            if (question.Length > 0 && _hold.LooksRead())
            {
                // Somebody still waits for the answer.
                writer.Write(question);
                _hold.AskAgain(question);
            }
            else if (!behind && !_hold.IsRead)
            {
                Draw();
            }

            writer.Flush();
        }
    }

    /// <summary>A line of the program's own that nobody has ended gets its end.</summary>
    private void FinishForeign(ForgivingWriter writer)
    {
        if (_hold.Unfinished.Length > 0)
        {
            writer.WriteLine("");
            _hold.Finish();
        }
    }

    private void Erase()
    {
        // What has become narrower than the lines has wrapped them, or not, as it pleases: where they are nobody knows, and what is above is not ours.
        if (_shown > 0 && traits.WidthNow <= _widest)
        {
            _shown = 0;
        }

        if (_shown > 0)
        {
            _output.Write($"\e[{_shown}A\r\e[J");
            _output.Flush();
            _shown = 0;
        }
    }

    private void Draw()
    {
        int width = traits.WidthNow;
        _widest = 0;
        foreach (string line in _status)
        {
            // One column is left free: a full line would wrap and spoil the count of lines to erase.
            string text = TerminalText.Encode(line);
            text = text.Length < width ? text : text[..Math.Max(0, width - 1)];
            _widest = Math.Max(_widest, text.Length);
            _output.WriteLine(traits.HasColor ? Dim + text + Reset : text);
            _shown++;
        }

        _output.Flush();
    }
}

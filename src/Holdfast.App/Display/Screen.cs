using System.Diagnostics.CodeAnalysis;

namespace Holdfast.App;

/// <summary>The one owner of standard output and error: lines scroll by, and a status of a few lines stays below them. Thread safe.</summary>
/// <remarks>Every line is encoded here, so that nothing a site says can act on the terminal.</remarks>
[SuppressMessage("Design", "CA1001", Justification = "The writers belong to the process.")]
internal sealed class Screen(TextWriter output, TextWriter error, TerminalTraits traits)
{
    private const string Red = "\e[31m";
    private const string Dim = "\e[2m";
    private const string Reset = "\e[0m";

    private readonly Lock _lock = new();
    private readonly ForgivingWriter _output = new(output);
    private readonly ForgivingWriter _error = new(error);
    private IReadOnlyList<string> _status = [];
    private int _shown;

    /// <summary>True when a status can stay in place.</summary>
    public bool IsLive => traits.IsLive;

    /// <summary>Where help and version go.</summary>
    public TextWriter Output => _output;

    /// <summary>Where errors go.</summary>
    public TextWriter Error => _error;

    /// <summary>Prints a line to standard output.</summary>
    public void Print(string line = "") => Write(_output, TerminalText.Encode(line));

    /// <summary>Prints a line to standard error.</summary>
    public void PrintError(string line)
        => Write(_error, traits.HasColor ? Red + TerminalText.Encode(line) + Reset : TerminalText.Encode(line));

    /// <summary>Replaces the status; empty removes it. Does nothing where nothing can stay in place.</summary>
    public void SetStatus(IReadOnlyList<string> lines)
    {
        if (!traits.IsLive)
        {
            return;
        }

        lock (_lock)
        {
            Erase();
            _status = lines;
            Draw();
        }
    }

    private void Write(ForgivingWriter writer, string line)
    {
        lock (_lock)
        {
            Erase();
            writer.WriteLine(line);
            writer.Flush();
            Draw();
        }
    }

    private void Erase()
    {
        if (_shown > 0)
        {
            _output.Write($"\e[{_shown}A\r\e[J");
            _output.Flush();
            _shown = 0;
        }
    }

    private void Draw()
    {
        foreach (string line in _status)
        {
            // One column is left free: a full line would wrap and spoil the count of lines to erase.
            string text = TerminalText.Encode(line);
            text = text.Length < traits.Width ? text : text[..Math.Max(0, traits.Width - 1)];
            _output.WriteLine(traits.HasColor ? Dim + text + Reset : text);
            _shown++;
        }

        _output.Flush();
    }
}

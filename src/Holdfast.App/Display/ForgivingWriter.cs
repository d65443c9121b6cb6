using System.Text;

namespace Holdfast.App;

/// <summary>A writer whose reader may go away: a closed pipe or a hung-up terminal must not stop a run that could still commit.</summary>
internal sealed class ForgivingWriter(TextWriter inner) : TextWriter
{
    /// <summary>True once a write failed; nothing is written after that.</summary>
    public bool IsBroken { get; private set; }

    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value) => Try(value, static (writer, value) => writer.Write(value));

    public override void Write(string? value) => Try(value, static (writer, value) => writer.Write(value));

    public override void WriteLine(string? value) => Try(value, static (writer, value) => writer.WriteLine(value));

    public override void Flush() => Try(0, static (writer, _) => writer.Flush());

    private void Try<T>(T value, Action<TextWriter, T> write)
    {
        if (IsBroken)
        {
            return;
        }

        try
        {
            write(inner, value);
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or UnauthorizedAccessException)
        {
            IsBroken = true;
        }
    }
}

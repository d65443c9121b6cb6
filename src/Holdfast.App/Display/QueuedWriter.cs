using System.Text;

namespace Holdfast.App;

/// <summary>Writes to another writer by way of a queue.</summary>
/// <param name="queue">The queue.</param>
/// <param name="inner">Where it ends up. It must not throw.</param>
internal sealed class QueuedWriter(OutputQueue queue, ForgivingWriter inner) : TextWriter
{
    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value) => queue.Add(inner, value.ToString());

    public override void Write(string? value)
    {
        if (!string.IsNullOrEmpty(value))
        {
            queue.Add(inner, value);
        }
    }

    public override void WriteLine(string? value) => queue.Add(inner, value + Environment.NewLine);
}

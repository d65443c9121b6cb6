using System.Text;

namespace Holdfast.App;

/// <summary>What the program itself prints, beside the app: a hook that asks for something, say. It goes by way of the screen, so that the status neither
/// covers it nor is torn by it.</summary>
/// <param name="screen">The screen.</param>
/// <param name="inner">Where it ends up.</param>
internal sealed class ForeignWriter(Screen screen, TextWriter inner) : TextWriter
{
    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value) => screen.WriteForeign(inner, value.ToString());

    public override void Write(char[] buffer, int index, int count) => screen.WriteForeign(inner, new string(buffer, index, count));

    public override void Write(string? value) => screen.WriteForeign(inner, value ?? "");

    public override void WriteLine(string? value) => screen.WriteForeign(inner, value + Environment.NewLine);
}

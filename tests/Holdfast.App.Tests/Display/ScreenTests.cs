namespace Holdfast.App.Tests;

public sealed class ScreenTests
{
    [Fact]
    public void Live_StatusStaysBelowTheLines()
    {
        StringWriter output = new();
        Screen screen = new(output, output, new TerminalTraits(IsLive: true, HasColor: false, Width: 40));

        screen.SetStatus(["one", "two"]);
        screen.Print("line");
        screen.SetStatus([]);

        Assert.Equal("one|two|\e[2A\r\e[Jline|one|two|\e[2A\r\e[J", output.ToString().Replace(Environment.NewLine, "|", StringComparison.Ordinal));
    }

    [Fact]
    public void Live_LongStatus_NeverWraps()
    {
        StringWriter output = new();
        new Screen(output, output, new TerminalTraits(true, false, 10)).SetStatus([new string('x', 50)]);

        Assert.Equal(new string('x', 9), output.ToString().TrimEnd());
    }

    [Fact]
    public void Plain_NoEscapeEver()
    {
        StringWriter output = new();
        Screen screen = new(output, output, TerminalTraits.Plain);

        screen.SetStatus(["status"]);
        screen.PrintError("error \e[31m");

        Assert.Equal("error \\u001B[31m|", output.ToString().ReplaceLineEndings("|"));
    }

    [Fact]
    public void ReaderGone_NothingThrows()
    {
        Screen screen = new(new ClosedPipe(), new ClosedPipe(), new TerminalTraits(true, true, 80));

        screen.Print("line");
        screen.PrintError("line");
        screen.SetStatus(["status"]);
        screen.SetStatus([]);
    }

    [Theory]
    [InlineData(true, null, null, false, false)]
    [InlineData(false, null, null, true, true)]
    [InlineData(false, "1", null, true, false)]
    [InlineData(false, "", null, true, true)]
    [InlineData(false, null, "dumb", false, false)]
    public void Traits_FollowTheEnvironment(bool redirected, string? noColor, string? term, bool live, bool color)
    {
        TerminalTraits traits = TerminalTraits.From(redirected, 120, name => name switch { "NO_COLOR" => noColor, "TERM" => term ?? "xterm", _ => null });

        Assert.Equal((live, color), (traits.IsLive, traits.HasColor));
    }

    private sealed class ClosedPipe : StringWriter
    {
        public override void Write(string? value) => throw new IOException("Broken pipe");

        public override void WriteLine(string? value) => throw new IOException("Broken pipe");

        public override void Flush() => throw new IOException("Broken pipe");
    }
}

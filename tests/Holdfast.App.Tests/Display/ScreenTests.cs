using Microsoft.Extensions.Time.Testing;

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
    public void Live_TerminalIsMadeNarrower_StatusFitsAndNothingAboveIsErased()
    {
        int width = 40;
        StringWriter output = new();
        Screen screen = new(output, output, new TerminalTraits(true, false, 40) { Ask = () => width });

        screen.SetStatus([new string('a', 30)]);
        width = 20;
        screen.SetStatus([new string('b', 30)]);
        screen.SetStatus([new string('c', 30)]);
        width = 40;
        screen.SetStatus([new string('d', 30)]);

        // How many lines the first has become, only the terminal knows: it is left, once.
        Assert.Equal(
            $"{new string('a', 30)}|{new string('b', 19)}|\e[1A\r\e[J{new string('c', 19)}|\e[1A\r\e[J{new string('d', 30)}|",
            output.ToString().Replace(Environment.NewLine, "|", StringComparison.Ordinal));
        Assert.Equal(40, screen.Width);
        Assert.Null(new Screen(output, output, TerminalTraits.Plain).Width);
    }

    [Fact]
    public void Plain_NoEscapeEver()
    {
        StringWriter output = new();
        Screen screen = new(output, output, TerminalTraits.Plain);

        screen.SetStatus(["status"]);
        screen.PrintError("error \e[31m");

        Assert.Equal("error \\u001B[31m|", output.ToString().Replace(Environment.NewLine, "|", StringComparison.Ordinal));
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

    /// <summary>A hook asks for something: neither the question nor the answer that is being typed is touched.</summary>
    [Fact]
    public void Live_WhileTheTerminalIsRead_TheStatusIsHeld()
    {
        bool? reads = false;
        FakeTimeProvider time = new();
        StringWriter output = new();
        Screen screen = new(output, output, new TerminalTraits(true, false, 40), null, () => reads, time);

        screen.SetStatus(["one"]);
        screen.ForeignOutput.Write("Code: ");
        screen.SetStatus(["two"]);
        reads = true;
        time.Advance(TimeSpan.FromMinutes(1));
        screen.SetStatus(["three"]);
        screen.Print("line");
        screen.SetStatus(["four"]);
        reads = false;
        screen.SetStatus(["five"]);

        Assert.Equal("one|\e[1A\r\e[JCode: |line|Code: |five|", output.ToString().Replace(Environment.NewLine, "|", StringComparison.Ordinal));
    }

    /// <summary>What comes after the answer does not repeat the question.</summary>
    [Fact]
    public void Live_QuestionThatWasAnswered_IsNotAskedAgain()
    {
        StringWriter output = new();
        Screen screen = new(output, output, new TerminalTraits(true, false, 40), null, static () => false, new FakeTimeProvider());

        screen.ForeignOutput.Write("Code: ");
        screen.Print("complete");
        screen.Print("1 page");

        Assert.Equal("Code: |complete|1 page|", output.ToString().Replace(Environment.NewLine, "|", StringComparison.Ordinal));
    }

    /// <summary>What a hook reports without ending the line holds the status for a moment only, for nobody waits for an answer.</summary>
    [Fact]
    public void Live_UnfinishedLineThatAsksNothing_IsFollowedByTheStatus()
    {
        FakeTimeProvider time = new();
        StringWriter output = new();
        Screen screen = new(output, output, new TerminalTraits(true, false, 40), null, static () => false, time);

        screen.ForeignError.Write("working ");
        screen.ForeignError.Write("...");
        screen.SetStatus(["one"]);
        time.Advance(TimeSpan.FromSeconds(3));
        screen.SetStatus(["two"]);
        screen.ForeignOutput.WriteLine("done");

        Assert.Equal("working ...|two|\e[1A\r\e[Jdone|two|", output.ToString().Replace(Environment.NewLine, "|", StringComparison.Ordinal));
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

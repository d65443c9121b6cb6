using System.Text;

namespace Holdfast.App.Tests;

/// <summary>Whoever reads what is printed may stand still.</summary>
public sealed class OutputQueueTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Frozen_NobodyIsHeldUpAndWhatIsLeftOutIsCounted()
    {
        using FrozenTerminal terminal = new();
        Screen screen = Screen.Queued(terminal, terminal, TerminalTraits.Plain);
        screen.HoldUpNobody();
        string line = new('x', 999);
        await Task.Run(
            () =>
            {
                for (int i = 0; i < 1000; i++)
                {
                    screen.Print(line);
                }
            },
            Token).WaitAsync(TimeSpan.FromSeconds(30), Token);

        // How the run ended is printed while nobody reads, too.
        screen.PrintError("last");
        terminal.GoOn();
        await screen.PrintedAsync().WaitAsync(TimeSpan.FromSeconds(30), Token);

        string[] lines = terminal.Text.Split(Environment.NewLine);
        Assert.InRange(lines.Count(printed => printed == line), 200, 300);
        string notice = Assert.Single(lines, printed => printed.Contains("left out", StringComparison.Ordinal));
        Assert.Matches(@"^\(7\d\d texts are left out here: the terminal was frozen; the log has what matters\)$", notice);
        Assert.True(Array.IndexOf(lines, notice) < 30, "The oldest make room.");
        Assert.Equal("last", lines[^2]);
    }

    /// <summary>A list is not to lose a line because somebody reads it slowly.</summary>
    [Fact]
    public async Task Frozen_AListWaits()
    {
        using FrozenTerminal terminal = new();
        Screen screen = Screen.Queued(terminal, terminal, TerminalTraits.Plain);
        string line = new('x', 999);
        Task printing = Task.Run(
            () =>
            {
                for (int i = 0; i < 1000; i++)
                {
                    screen.Print(line);
                }
            },
            Token);
        await terminal.Reached.WaitAsync(TimeSpan.FromSeconds(30), Token);

        terminal.GoOn();
        await printing.WaitAsync(TimeSpan.FromSeconds(30), Token);
        await screen.PrintedAsync().WaitAsync(TimeSpan.FromSeconds(30), Token);

        Assert.Equal(1000, terminal.Text.Split(Environment.NewLine).Count(printed => printed == line));
    }

    [Fact]
    public async Task Frozen_TheEndIsNotWaitedForLong()
    {
        using FrozenTerminal terminal = new();
        Screen screen = Screen.Queued(terminal, terminal, TerminalTraits.Plain);
        screen.Print("line");
        screen.BeginEnd();

        await screen.PrintedAsync().WaitAsync(TimeSpan.FromSeconds(30), Token);

        Assert.Equal("", terminal.Text);
        terminal.GoOn();
    }

    [Fact]
    public async Task Frozen_StatusesDoNotPileUp()
    {
        using FrozenTerminal terminal = new();
        Screen screen = Screen.Queued(terminal, terminal, new TerminalTraits(IsLive: true, HasColor: false, Width: 40));
        screen.SetStatus(["0"]);
        await terminal.Reached.WaitAsync(TimeSpan.FromSeconds(30), Token);
        for (int i = 1; i <= 100; i++)
        {
            screen.SetStatus([$"{i}"]);
        }

        screen.Print("line");
        terminal.GoOn();
        await screen.PrintedAsync().WaitAsync(TimeSpan.FromSeconds(30), Token);
        screen.SetStatus(["101"]);
        await screen.PrintedAsync().WaitAsync(TimeSpan.FromSeconds(30), Token);

        Assert.Equal("0|\e[1A\r\e[Jline|101|", terminal.Text.Replace(Environment.NewLine, "|", StringComparison.Ordinal));
    }

    /// <summary>Takes nothing until it is told to.</summary>
    private sealed class FrozenTerminal : StringWriter
    {
        // Never disposed: the thread that writes may still wait for it.
#pragma warning disable CA2213
        private readonly ManualResetEventSlim _goesOn = new();
#pragma warning restore CA2213
        private readonly TaskCompletionSource _reached = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly StringBuilder _text = new();

        public Task Reached => _reached.Task;

        public string Text
        {
            get
            {
                lock (_text)
                {
                    return _text.ToString();
                }
            }
        }

        public void GoOn() => _goesOn.Set();

        public override void Write(string? value)
        {
            _reached.TrySetResult();
            _goesOn.Wait(CancellationToken.None);
            lock (_text)
            {
                _text.Append(value);
            }
        }

        protected override void Dispose(bool disposing)
        {
            _goesOn.Set();
            base.Dispose(disposing);
        }
    }
}

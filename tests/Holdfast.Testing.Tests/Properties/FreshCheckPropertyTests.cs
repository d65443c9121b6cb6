using CsCheck;

namespace Holdfast.Testing.Tests;

/// <summary>Nobody gets an answer that is older than the doubt, and nobody waits for ever, in whatever order doubts and answers come.</summary>
public sealed class FreshCheckPropertyTests
{
    private static readonly Gen<bool[]> s_events = Gen.Bool.Array[1, 12];

    [Fact]
    public Task FreshCheck_AnyOrder_EveryAnswerIsYoungerThanTheDoubt() =>
        s_events.SampleAsync(events => RunAsync(events, ask => new FreshCheck<int>(ask).AskAsync), iter: 500, threads: 1);

    /// <summary>The planted bug: whoever asks while a question is on its way joins it.</summary>
    [Fact]
    public async Task JoiningCheck_TheSameProperty_FindsTheStaleAnswer() =>
        Assert.Contains("older than the doubt", (await Assert.ThrowsAsync<CsCheckException>(
            () => s_events.SampleAsync(events => RunAsync(events, ask => new JoiningCheck(ask).AskAsync), iter: 500, threads: 1))).ToString(),
            StringComparison.Ordinal);

    /// <param name="events">True: somebody asks. False: the question that is on its way is answered.</param>
    /// <param name="make">Makes what is tested.</param>
    private static async Task RunAsync(bool[] events, Func<Func<Task<int>>, Func<Task<int>>> make)
    {
        Questions questions = new();
        Func<Task<int>> askAsync = make(questions.BeginAsync);
        List<(int BegunBefore, Task<int> Answer)> askers = [];
        foreach (bool asks in events)
        {
            if (asks)
            {
                askers.Add((questions.Begun, askAsync()));
            }
            else
            {
                questions.AnswerOldest();
            }

            // As long as somebody waits, a question is on its way: else that one waits for ever.
            await RealDeadline.Until(() => questions.OnTheirWay > 0 || askers.TrueForAll(asker => asker.Answer.IsCompleted));
        }

        await RealDeadline.Until(() =>
        {
            questions.AnswerOldest();
            return askers.TrueForAll(asker => asker.Answer.IsCompleted);
        });
        foreach ((int before, Task<int> answer) in askers)
        {
            Assert.True(await answer > before, $"the answer {await answer} is older than the doubt, before which {before} were on their way");
        }
    }

    private sealed class Questions
    {
        private readonly Lock _lock = new();
        private readonly Queue<TaskCompletionSource<int>> _open = new();
        private int _begun;

        public int Begun => Volatile.Read(ref _begun);

        public int OnTheirWay
        {
            get
            {
                lock (_lock)
                {
                    return _open.Count;
                }
            }
        }

        public Task<int> BeginAsync()
        {
            lock (_lock)
            {
                TaskCompletionSource<int> open = new(TaskCreationOptions.RunContinuationsAsynchronously);
                _open.Enqueue(open);
                _begun++;
                return Number(open.Task, _begun);
            }
        }

        public void AnswerOldest()
        {
            lock (_lock)
            {
                if (_open.TryDequeue(out TaskCompletionSource<int>? open))
                {
                    open.SetResult(0);
                }
            }
        }

        private static async Task<int> Number(Task<int> open, int number) => await open + number;
    }

    private sealed class JoiningCheck(Func<Task<int>> ask)
    {
        private Task<int>? _running;

        public Task<int> AskAsync() => _running is { IsCompleted: false } running ? running : _running = ask();
    }
}

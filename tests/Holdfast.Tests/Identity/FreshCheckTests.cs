namespace Holdfast.Tests;

public sealed class FreshCheckTests
{
    [Fact]
    public async Task AskAsync_WhileAQuestionIsOnItsWay_WaitsForOneThatBeginsLater()
    {
        Questions questions = new();
        FreshCheck<int> check = new(questions.AskAsync);
        Task<int> first = check.AskAsync();
        await questions.BegunAsync(1);
        Task<int> second = check.AskAsync();
        Task<int> third = check.AskAsync();

        Assert.Equal(1, questions.Begun);
        questions.Answer(1);
        await questions.BegunAsync(2);
        Assert.Equal(1, await first.InTime());
        Assert.False(second.IsCompleted);
        questions.Answer(2);

        Assert.Equal(2, await second.InTime());
        Assert.Equal(2, await third.InTime());
        Assert.Equal(2, questions.Begun);
    }

    [Fact]
    public async Task AskAsync_WhileTheSecondIsOnItsWay_WaitsForTheThird()
    {
        Questions questions = new();
        FreshCheck<int> check = new(questions.AskAsync);
        _ = check.AskAsync();
        Task<int> second = check.AskAsync();
        await questions.BegunAsync(1);
        questions.Answer(1);
        await questions.BegunAsync(2);
        Task<int> third = check.AskAsync();
        questions.Answer(2);
        await questions.BegunAsync(3);
        questions.Answer(3);

        Assert.Equal(2, await second.InTime());
        Assert.Equal(3, await third.InTime());
    }

    [Fact]
    public async Task AskAsync_FailedQuestion_FailsItsAskersOnly()
    {
        Questions questions = new();
        FreshCheck<int> check = new(questions.AskAsync);
        Task<int> first = check.AskAsync();
        await questions.BegunAsync(1);
        Task<int> second = check.AskAsync();
        questions.Fail(1);
        await questions.BegunAsync(2);
        questions.Answer(2);

        await Assert.ThrowsAsync<InvalidOperationException>(() => first.InTime());
        Assert.Equal(2, await second.InTime());
    }

    /// <summary>Every asker notes how many questions had begun; the answer must come from a later one.</summary>
    [Fact]
    public async Task AskAsync_ManyThreads_NobodyGetsAnOlderAnswer()
    {
        int begun = 0;
        FreshCheck<int> check = new(async () =>
        {
            int mine = Interlocked.Increment(ref begun);
            await Task.Yield();
            return mine;
        });
        int stale = 0;
        await Task.WhenAll(Enumerable.Range(0, 16).Select(_ => Task.Run(async () =>
        {
            for (int i = 0; i < 300; i++)
            {
                int before = Volatile.Read(ref begun);
                if (await check.AskAsync() <= before)
                {
                    Interlocked.Increment(ref stale);
                }
            }
        }))).InTime();

        Assert.Equal(0, stale);
    }

    private sealed class Questions
    {
        private readonly TaskCompletionSource<int>[] _answers = New<int>();
        private readonly TaskCompletionSource<int>[] _begun = New<int>();
        private int _count;

        public int Begun => Volatile.Read(ref _count);

        public Task<int> AskAsync()
        {
            int mine = Interlocked.Increment(ref _count);
            _begun[mine].SetResult(mine);
            return _answers[mine].Task;
        }

        public Task<int> BegunAsync(int question) => _begun[question].Task.InTime();

        public void Answer(int question) => _answers[question].SetResult(question);

        public void Fail(int question) => _answers[question].SetException(new InvalidOperationException("no answer"));

        private static TaskCompletionSource<T>[] New<T>() =>
            [.. Enumerable.Range(0, 8).Select(_ => new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously))];
    }
}

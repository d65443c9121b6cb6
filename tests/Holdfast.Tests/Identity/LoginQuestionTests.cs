namespace Holdfast.Tests;

/// <summary>Whoever asks, the lease or the opener, asks here: so deadline, name and wording are the same for both.</summary>
public sealed class LoginQuestionTests
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(7);
    private static readonly LoginSnapshot s_login = new([], "agent", "en");
    private readonly TestClock _clock = new();
    private readonly ScriptedVerifier _verifier = new();

    private static CancellationToken Test => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AskAsync_NoVerifier_CannotSay()
    {
        LoginQuestion question = new(verifier: null, s_timeout, _clock);

        Identity identity = await question.AskAsync(s_login, static _ => false, Test);

        Assert.Equal((IdentityKind.Unknown, false), (identity.Kind, question.CanBeAsked));
        Assert.False(question.IsLoginPage(new Uri("http://site.test/login")));
        Assert.Equal(TimeSpan.Zero, question.PauseLeft);
    }

    [Fact]
    public async Task AskAsync_AnotherNameThanBefore_IsAVisitor()
    {
        LoginQuestion question = Question();
        _verifier.Answer = static _ => Identity.Member("ann");
        Assert.Equal("ann", (await AskAsync(question)).Name);
        _verifier.Answer = static _ => Identity.Member("bob");

        Identity identity = await AskAsync(question);

        Assert.Equal((IdentityKind.Visitor, "the site knows us by another name than before"), (identity.Kind, identity.Detail));
        Assert.Equal("ann", question.Member);
    }

    [Fact]
    public async Task AskAsync_NoAnswerInTime_CannotSay()
    {
        _verifier.Asked.Hang();
        Task<Identity> asked = AskAsync(Question());

        await _clock.PassAsync(s_timeout);

        Identity identity = await asked.InTime();
        Assert.Equal((IdentityKind.Unknown, "no answer within 7 s"), (identity.Kind, identity.Detail));
    }

    [Fact]
    public async Task AskAsync_HookBlocksItsThread_IsHeldToTheDeadlineToo()
    {
        using ManualResetEventSlim gate = new();
        _verifier.Asked.Do(_ => gate.Wait(CancellationToken.None));
        Task<Identity> asked = AskAsync(Question());

        await _clock.PassAsync(s_timeout);

        Assert.Equal("no answer within 7 s", (await asked.InTime()).Detail);
        gate.Set();
    }

    [Fact]
    public async Task AskAsync_Cancelled_HasNoAnswer()
    {
        _verifier.Asked.Hang();
        using CancellationTokenSource lost = new();
        Task<Identity> asked = Question().AskAsync(s_login, static _ => false, lost.Token);
        await _verifier.Asked.CalledAsync();

        await lost.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asked.InTime());
    }

    [Fact]
    public async Task AskAsync_HooksOwnFault_IsNoAnswer()
    {
        _verifier.Asked.Fail("it broke");

        HookFailedException fault = await Assert.ThrowsAsync<HookFailedException>(() => AskAsync(Question()));

        Assert.Equal("the who-am-I hook threw InvalidOperationException: it broke", fault.Message);
    }

    [Fact]
    public async Task AskAsync_DriversFault_CannotSay()
    {
        _verifier.Asked.Fail("no such\r\nwindow");

        Identity identity = await Question().AskAsync(s_login, static exception => exception is InvalidOperationException, Test).InTime();

        Assert.Equal((IdentityKind.Unknown, "no such window"), (identity.Kind, identity.Detail));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AskAsync_AnswerThatCannotBeRead_IsTheHooksFaultOnlyBeforeItEverReadOne(bool known)
    {
        LoginQuestion question = Question();
        if (known)
        {
            await AskAsync(question);
        }

        _verifier.Asked.Do(static (_, _) => Task.FromException(new FormatException("no number")));

        if (known)
        {
            Assert.Equal(IdentityKind.Unknown, (await AskAsync(question)).Kind);
        }
        else
        {
            await Assert.ThrowsAsync<HookFailedException>(() => AskAsync(question));
        }
    }

    private static Task<Identity> AskAsync(LoginQuestion question) => question.AskAsync(s_login, static _ => false, Test).InTime();

    private LoginQuestion Question() => new(_verifier, s_timeout, _clock);
}

using Microsoft.Extensions.Options;

namespace Holdfast.Tests;

public sealed class SessionOptionsValidatorTests
{
    [Fact]
    public void Validate_Defaults_Succeed() => Assert.True(Validate(_ => { }).Succeeded);

    [Fact]
    public void Defaults_AreTheDocumentedOnes()
    {
        SessionOptions options = new();
        Assert.Equal("main", options.Name);
        Assert.Equal(TimeSpan.FromSeconds(30), options.HeartbeatInterval);
        Assert.Equal(TimeSpan.FromMilliseconds(200), options.ConfirmTimeout);
        Assert.Equal((3, TimeSpan.FromMinutes(5)), (options.Recovery.MaxRestarts, options.Recovery.Window));
    }

    [Theory]
    [InlineData("")]
    [InlineData(".hidden")]
    [InlineData("a b")]
    [InlineData("a\nb")]
    public void Validate_BadName_NamesIt(string name) => AssertFails(options => options.Name = name, "Name");

    [Fact]
    public void Validate_OutOfRange_NamesTheOption()
    {
        AssertFails(options => options.HeartbeatInterval = TimeSpan.Zero, "HeartbeatInterval");
        AssertFails(options => options.ConfirmTimeout = TimeSpan.FromMinutes(1), "ConfirmTimeout");
        AssertFails(options => options.Recovery.MaxRestarts = -1, "Recovery.MaxRestarts");
        AssertFails(options => options.Recovery.LaunchTimeout = TimeSpan.FromDays(1), "Recovery.LaunchTimeout");
        AssertFails(options => options.Recovery = null!, "Recovery");
    }

    [Fact]
    public void Validate_AcrossOptions_SaysWhy()
    {
        AssertFails(
            options => (options.Recovery.BackoffBase, options.Recovery.BackoffMax) = (TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(1)),
            "Recovery.BackoffMax: must not be shorter than BackoffBase");
        AssertFails(
            options => (options.ProbeTimeout, options.HeartbeatInterval) = (TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(1)),
            "ProbeTimeout: must not be longer than HeartbeatInterval: probes would overlap");
    }

    private static void AssertFails(Action<SessionOptions> change, string expected)
    {
        ValidateOptionsResult result = Validate(change);
        Assert.True(result.Failed);
        Assert.Contains(expected, result.FailureMessage, StringComparison.Ordinal);
    }

    private static ValidateOptionsResult Validate(Action<SessionOptions> change)
    {
        SessionOptions options = new();
        change(options);
        return new SessionOptionsValidator().Validate(null, options);
    }
}

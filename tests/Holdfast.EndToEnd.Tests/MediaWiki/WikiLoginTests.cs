using MediaWiki;

namespace Holdfast.EndToEnd.Tests;

/// <summary>What the wiki's complaints about a login mean.</summary>
public sealed class WikiLoginTests
{
    [Theory]
    [InlineData("(wrongpassword)", typeof(LoginRefusedException))]
    [InlineData("(login-throttled: (duration-minutes: 5))", typeof(LoginRefusedException))]
    [InlineData("(login-userblocked: Reader)", typeof(LoginRefusedException))]
    [InlineData("(sessionfailure)", typeof(LoginFailedException))]
    [InlineData("(nocookiesforlogin)", typeof(LoginFailedException))]
    [InlineData("(readonlytext: maintenance)", typeof(LoginFailedException))]
    [InlineData("(someextension-says-no)", typeof(WikiException))]
    [InlineData("Please try again.", typeof(WikiException))]
    [InlineData("", typeof(WikiException))]
    public void FailureOf_TellsARefusalFromWhatMayPass(string complaint, Type failure) => Assert.IsType(failure, WikiLogin.FailureOf(complaint));
}

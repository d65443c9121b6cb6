using Microsoft.AspNetCore.Http;

namespace Holdfast.Http.Tests;

/// <summary>A proof counts only when it names us: every member's answers carry a member's mark.</summary>
public sealed class NamedProofTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("anna", 0)]
    [InlineData("*", 1)]
    [InlineData("file", 1)]
    public async Task ProveAsync_AsksUnlessTheAnswerNamesUs(string mark, int questions)
    {
        await using TestSite site = await MarkedSiteAsync(mark);
        await using HttpRig rig = await StartAsync(site);

        using HttpResponseMessage response = await rig.Client.GetAsync("/x", Token);
        await rig.Batch.ProveAsync(Token);

        Assert.Equal(questions, site.Count("GET /me"));
    }

    [Fact]
    public async Task Call_AnotherMembersAnswer_RefusedAndNamedAlthoughWeAreLoggedIn()
    {
        await using TestSite site = await MarkedSiteAsync("bob");
        await using HttpRig rig = await StartAsync(site);

        AnswerRefusedException refused = await Assert.ThrowsAsync<AnswerRefusedException>(() => rig.Client.GetAsync("/x", Token));

        Assert.Contains("/x was given to another member", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("bob", refused.Message, StringComparison.Ordinal);
        Assert.Equal(1, site.Count("GET /me"));
        Assert.False(rig.Lease.IsLost);
    }

    /// <summary>The site serves its login page where a file was asked for: the file's kind proves nothing, so the question finds it.</summary>
    [Fact]
    public async Task ProveAsync_LoginPageInAFilesPlace_SessionLost()
    {
        await using TestSite site = await MarkedSiteAsync("file");
        await using HttpRig rig = await StartAsync(site);
        site.Reality = IdentityKind.Visitor;
        using HttpResponseMessage page = await rig.Client.GetAsync("/picture.png", Token);
        Assert.Equal("page", await page.Content.ReadAsStringAsync(Token));

        await Assert.ThrowsAsync<SessionLostException>(() => rig.Batch.ProveAsync(Token));
    }

    [Fact]
    public void Of_NoName_Refused() => Assert.Throws<ArgumentException>(() => Proof.Of(""));

    private static Task<HttpRig> StartAsync(TestSite site) => HttpRig.StartAsync(site, options => options.ProvesIdentity = answer =>
        !answer.Headers.TryGetValues("X-Member", out IEnumerable<string>? marks) ? Proof.None : marks.First() switch
        {
            "*" => Proof.Nameless,
            "file" => Proof.DoesNotApply,
            var name => Proof.Of(name),
        });

    private static Task<TestSite> MarkedSiteAsync(string mark) => TestSite.StartAsync((_, context) =>
    {
        context.Response.Headers["X-Member"] = mark;
        return context.Response.WriteAsync("page");
    });
}

using System.Text;
using Kinfolk.Site;

namespace Holdfast.EndToEnd.Tests.Site;

public sealed class SiteLoginTests : SiteTestBase
{
    protected override SiteOptions Options => new() { Pages = 5, PerPage = 4, Cookies = 60 };

    [Fact]
    public async Task Login_RightPassword_OpensTheMemberPagesUntilLogout()
    {
        SiteReply stranger = await Mary.GetAsync("/");
        SiteReply login = await Mary.LoginAsync();
        SiteReply home = await Mary.GetAsync("/");
        SiteReply me = await Mary.GetAsync("/api/me");
        string key = Mary.Cookies["kin_session"];
        SiteReply logout = await Mary.GetAsync("/logout");
        List<string> cookiesLeft = Mary.Cookies.Keys.ToList();
        Mary.Cookies["kin_session"] = key;
        SiteReply after = await Mary.GetAsync("/api/me");

        Assert.Equal((303, "/login"), (stranger.Status, stranger.Location));
        Assert.Equal((303, "/"), (login.Status, login.Location));
        Assert.Equal(200, home.Status);
        Assert.Contains("<title>Kinfolk</title>", home.Body, StringComparison.Ordinal);
        Assert.Contains("href=\"/matches\"", home.Body, StringComparison.Ordinal);
        Assert.Equal(("mary", "mary"), (me.As<MeAnswer>().Name, me.Member));
        Assert.Equal((303, "/login"), (logout.Status, logout.Location));
        Assert.Equal(["kin_form"], cookiesLeft);
        Assert.Equal((401, null), (after.Status, after.Member));
        Assert.Equal((1, 0, 0), (Control.Counts().LoginsOk, Control.Counts().LoginsFailed, Control.Counts().LiveSessions));
    }

    [Fact]
    public async Task Login_WrongPassword_ShowsAnErrorAndSetsNoSession()
    {
        SiteReply reply = await Mary.LoginAsync(password: "wrong");

        Assert.Equal((401, "text/html"), (reply.Status, reply.MediaType));
        Assert.Contains("id=\"error\"", reply.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("kin_session", Mary.Cookies.Keys);
        Assert.Equal(1, Control.Counts().LoginsFailed);
    }

    [Fact]
    public async Task Login_ForgedFormToken_IsRefusedEvenWithTheRightPassword()
    {
        SiteReply reply = await Mary.LoginAsync(formToken: new string('0', 64));

        Assert.Equal(400, reply.Status);
        Assert.Contains("id=\"error\"", reply.Body, StringComparison.Ordinal);
        Assert.Equal((0, 1), (Control.Counts().LoginsOk, Control.Counts().LoginsFailed));
    }

    [Fact]
    public async Task ChangePassword_OldPassword_FailsAndTheSessionGoesOn()
    {
        await Mary.LoginAsync();
        Control.ChangePassword("next-pass-02");

        Assert.Equal(200, (await Mary.GetAsync("/api/me")).Status);
        Assert.Equal(401, (await Mary.LoginAsync()).Status);
        Assert.Equal(303, (await Mary.LoginAsync("next-pass-02")).Status);
    }

    [Fact]
    public async Task Login_AwkwardCookies_AreWithinABrowsersLimitsAndKnownWhenDamaged()
    {
        await Mary.LoginAsync();
        await Mary.GetAsync("/api/me");
        Mary.Cookies["kin_prefs"] = Uri.EscapeDataString(Mary.Cookies["kin_prefs"]);
        await Mary.GetAsync("/api/me");

        // Session, device and preferences, the sixty asked for, and the login form's.
        Assert.Equal(64, Mary.Cookies.Count);
        int largest = Mary.Cookies.Max(c => Encoding.UTF8.GetByteCount(c.Key) + Encoding.UTF8.GetByteCount(c.Value));
        Assert.InRange(largest, 4000, 4096);
        Assert.Equal([true, false], Control.Log().Entries.Where(e => e.Path == "/api/me").Select(e => e.CookiesIntact!.Value));
    }

    [Fact]
    public async Task MatchesPage_NamesWithMarkup_AreEncoded()
    {
        await Mary.LoginAsync();
        Control.Shift(400);
        List<MatchItem> names = Enumerable.Range(21, 400).Select(i => KinData.Item(i)).ToList();
        MatchItem? odd = names.FindLast(i => i.Name.Contains("<unknown>", StringComparison.Ordinal));

        int page = ((420 - KinData.Record(int.Parse(odd!.Id[1..], null)).Index) / 4) + 1;
        SiteReply reply = await Mary.GetAsync($"/matches?page={page}");

        Assert.Contains($"<li id=\"{odd.Id}\">", reply.Body, StringComparison.Ordinal);
        Assert.Contains("&lt;unknown&gt;", reply.Body, StringComparison.Ordinal);
        Assert.DoesNotContain("<unknown>", reply.Body, StringComparison.Ordinal);
    }
}

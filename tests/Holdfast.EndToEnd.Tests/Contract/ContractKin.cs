using System.Net.Http.Json;
using Holdfast.EndToEnd.Tests.Site;
using Kinfolk.Site;

namespace Holdfast.EndToEnd.Tests.Contract;

/// <summary>The member site, for the actions of its sample and for planted ones.</summary>
internal sealed class ContractKin : ContractSite
{
    private readonly MemberSite _site;

    private ContractKin(MemberSite site, LoginSnapshot login) => (_site, Login) = (site, login);

    public override LoginSnapshot Login { get; }

    public override IReadOnlyList<string> Effects => [.. _site.Control.Messages().Select(message => message.Key!)];

    public static async Task<ContractKin> StartAsync()
    {
        MemberSite site = await MemberSite.StartAsync(
            new SiteOptions { Pages = 2, PerPage = 3, Conversations = 4 }, TestContext.Current.CancellationToken);
        using SiteVisitor visitor = new(site.Url);
        await visitor.LoginAsync();
        return new ContractKin(site, new LoginSnapshot(
            [.. visitor.Cookies.Select(cookie => new SessionCookie(cookie.Key, cookie.Value, "127.0.0.1", "/", false, true, null, null))], "agent", "en"));
    }

    public override void Configure(SessionHttpOptions http)
    {
        http.BaseAddress = new Uri(_site.Url);
        http.WhoAmI = async (client, token) => Identity.Member((await client.GetFromJsonAsync<MeAnswer>("/api/me", token))!.Name!);
        http.ProvesIdentity = answer => answer.Headers.TryGetValues("X-Member", out IEnumerable<string>? names) ? Proof.Of(names.First()) : Proof.None;
        http.CsrfToken = async (client, token) => (await client.GetFromJsonAsync<CsrfAnswer>("/api/csrf", token))!.Token;
    }

    public override ValueTask DisposeAsync() => _site.DisposeAsync();

    protected override HttpMessageHandler MakeWire() => new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false };
}

using Kinfolk.Site;

namespace Holdfast.EndToEnd.Tests.Site;

/// <summary>A small site of its own for each test: 5 pages of 4 matches.</summary>
public abstract class SiteTestBase : IAsyncLifetime
{
    protected static readonly TimeSpan Deadline = TimeSpan.FromSeconds(20);

    private MemberSite? _site;
    private SiteVisitor? _visitor;

    protected static CancellationToken Cancel => TestContext.Current.CancellationToken;

    protected virtual SiteOptions Options => new() { Pages = 5, PerPage = 4, PrivateIds = ["m00003"] };

    protected SiteControl Control => _site!.Control;

    protected string Url => _site!.Url;

    private protected SiteVisitor Mary => _visitor!;

    public async ValueTask InitializeAsync()
    {
        _site = await MemberSite.StartAsync(Options, Cancel);
        _visitor = new SiteVisitor(_site.Url);
    }

    public virtual async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        _visitor?.Dispose();
        if (_site is not null)
        {
            await _site.DisposeAsync();
        }
    }

    private protected async Task<string[]> IdsAsync(int page) =>
        [.. (await Mary.GetAsync($"/api/matches?page={page}")).As<MatchPage>().Items.Select(i => i.Id)];
}

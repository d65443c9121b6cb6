using Kinfolk.Site;

namespace Holdfast.EndToEnd.Tests;

/// <summary>A member site for one test, on a port of its own. It is in this process:
/// a process for each test spent its first seconds compiling the same code again.</summary>
internal static class LocalSite
{
    /// <summary>Starts a site with its control API.</summary>
    public static Task<MemberSite> StartAsync(int pages, int delayMs = 0, Action<SiteOptions>? more = null)
    {
        SiteOptions options = new() { Pages = pages, DelayMs = delayMs, Control = true };
        more?.Invoke(options);
        return MemberSite.StartAsync(options, TestContext.Current.CancellationToken);
    }
}

using Holdfast.App;
using Kinfolk.Site;

namespace Holdfast.EndToEnd.Tests;

/// <summary>The environment names a proxy, and no exception from it.</summary>
[Trait("Category", "Browser")]
public sealed class ProxyTests(ITestOutputHelper output)
{
    // A number that never changes its meaning: docs/exit-codes.md.
    private const int ProxyRefuses = 28;

    private const string Credentials = "mary:proxy pass/01@x";
    private const string Escaped = "mary:proxy%20pass%2F01%40x";

    [Theory]
    [InlineData(null, "")]
    [InlineData(Credentials, Escaped + "@")]
    public async Task Run_ProxyInTheEnvironment_BrowserAndCallsTakeItAndCommandsDoNot(string? asks, string given)
    {
        using JobFolder folder = new();
        await using MemberSite site = await LocalSite.StartAsync(pages: 2);
        await using ForwardProxy proxy = await ForwardProxy.StartAsync(site.Url, asks);
        await using Job job = Job.Run(folder, ForwardProxy.SiteUrl, Environment($"http://{given}{proxy.Address}"));
        int code = await job.EndAsync();
        output.WriteLine(job.Output);
        Assert.Equal(ExitCode.Completed, code);
        GatherAssert.Complete(folder, 40);

        // Nothing that is meant for this machine went there: not a command, not a question to the driver, nothing that was typed. (Chromium asks its
        // maker for the time.)
        Assert.DoesNotContain(proxy.Requests, request =>
            request.Url.Contains("127.0.0.1", StringComparison.Ordinal) || request.Url.Contains("localhost", StringComparison.Ordinal));

        // The login came from the browser, the calls from us.
        Assert.Contains(proxy.Requests, request => request.Url == $"POST {ForwardProxy.SiteUrl}login" && request.Passed);
        Assert.Contains(proxy.Requests, request =>
            request.Url.StartsWith($"GET {ForwardProxy.SiteUrl}api/profiles/", StringComparison.Ordinal) && request.Passed);
        Assert.DoesNotContain("proxy pass", job.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("proxy%20pass", await File.ReadAllTextAsync(folder.Log), StringComparison.Ordinal);
    }

    /// <summary>The first call finds it out; where that is let through, the browser does.</summary>
    [Theory]
    [InlineData("", null)]
    [InlineData("", "HEAD")]
    [InlineData("mary:wrong@", null)]
    [InlineData("mary:wrong@", "HEAD")]
    public async Task Run_ProxyRefusesUs_OneLineSaysSo(string given, string? unasked)
    {
        using JobFolder folder = new();
        await using MemberSite site = await LocalSite.StartAsync(pages: 2);
        await using ForwardProxy proxy = await ForwardProxy.StartAsync(site.Url, Credentials, unasked);
        await using Job job = Job.Run(folder, ForwardProxy.SiteUrl, Environment($"http://{given}{proxy.Address}"));
        int code = await job.EndAsync();
        output.WriteLine(job.Output);
        Assert.Equal(ProxyRefuses, code);
        Assert.Contains(proxy.Address, job.Output, StringComparison.Ordinal);
        Assert.Contains("407", job.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("wrong@", job.Output, StringComparison.Ordinal);
        Assert.Empty(folder.Processes());
    }

    [Fact]
    public async Task Run_NoProxyThere_NamesIt()
    {
        using JobFolder folder = new();
        await using Job job = Job.Run(folder, ForwardProxy.SiteUrl, Environment("http://mary:secret@127.0.0.1:9"));
        Assert.Equal(ExitCode.SiteUnreachable, await job.EndAsync());
        Assert.Contains("by way of the proxy http://127.0.0.1:9.", job.Output, StringComparison.Ordinal);
    }

    private static Dictionary<string, string> Environment(string proxy) => new()
    {
        ["HTTP_PROXY"] = proxy,
        ["http_proxy"] = proxy,
        ["HTTPS_PROXY"] = proxy,
        ["https_proxy"] = proxy,
        ["NO_PROXY"] = "",
        ["no_proxy"] = "",
        ["HOLDFAST__SESSION__RECOVERY__BACKOFFBASE"] = "00:00:00.010",
    };
}

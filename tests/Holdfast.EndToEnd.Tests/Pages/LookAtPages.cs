using Holdfast.Actions;
using OpenQA.Selenium;

namespace Holdfast.EndToEnd.Tests.Pages;

/// <summary>Gathers by looking at pages in the browser only: no call rides on the login.</summary>
internal sealed class LookAtPages(Uri site) : GatherAction<string, string>
{
    public override async Task<ListPage<string>> ListAsync(GatherContext context, string? cursor, CancellationToken cancellationToken) =>
        new([.. (await ReadAsync(context, "/list", cancellationToken)).Split(' ').Select(key => new ListedItem<string>(key, null, key))], null);

    public override Task<IReadOnlyList<Fetched<string>>> FetchAsync(
        GatherContext context, IReadOnlyList<ListedItem<string>> batch, CancellationToken cancellationToken) =>
        context.FetchEachAsync(batch, async (item, token) => await ReadAsync(context, $"/p/{item.Key}", token), cancellationToken);

    private async Task<string> ReadAsync(GatherContext context, string path, CancellationToken cancellationToken) =>
        await context.UseAsync<IWebDriver, string>(
            driver =>
            {
                driver.Url = new Uri(site, path).AbsoluteUri;
                return driver.FindElement(By.Id("text")).Text;
            },
            cancellationToken);
}

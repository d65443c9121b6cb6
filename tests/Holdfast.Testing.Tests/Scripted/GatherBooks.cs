using System.Net.Http.Json;
using Holdfast.Actions;

namespace Holdfast.Testing.Tests;

internal sealed record BookPage(string[] Titles, int? Next);

internal sealed record Book(string Title, int Pages);

/// <summary>An action as a user writes it: no session logic anywhere.</summary>
internal sealed class GatherBooks : GatherAction<string, Book>
{
    public override async Task<ListPage<string>> ListAsync(GatherContext context, string? cursor, CancellationToken cancellationToken)
    {
        BookPage page = (await context.Http.GetFromJsonAsync<BookPage>($"/books?page={cursor ?? "1"}", cancellationToken))!;
        return new ListPage<string>([.. page.Titles.Select(title => new ListedItem<string>(title, null, title))], page.Next?.ToString((IFormatProvider?)null));
    }

    public override Task<IReadOnlyList<Fetched<Book>>> FetchAsync(
        GatherContext context, IReadOnlyList<ListedItem<string>> batch, CancellationToken cancellationToken) =>
        context.FetchEachAsync(
            batch, async (item, token) => (await context.Http.GetFromJsonAsync<Book>($"/book/{item.Key}", token))!, cancellationToken);

    /// <summary>Three pages of ten books.</summary>
    public static ScriptedSite Site() => new(request => request.RequestUri!.PathAndQuery switch
    {
        "/books?page=3" => new BookPage(Titles(3), null),
        ['/', 'b', 'o', 'o', 'k', 's', .., var page] => new BookPage(Titles(page - '0'), page - '0' + 1),
        var path => new Book(path[6..], path.Length),
    });

    private static string[] Titles(int page) => [.. Enumerable.Range((page * 10) - 9, 10).Select(number => $"b{number:00}")];
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Holdfast.Actions;
using Microsoft.Extensions.Configuration;

namespace MediaWiki;

/// <summary>Adds one section to each of the talk pages that a file names. Whatever happens on the way, no page gets it twice.</summary>
internal sealed class SendTalk(IConfiguration settings) : SendAction<SendTalk.Letter>
{
    // The most that a wiki tells an ordinary account about at once.
    private const int PerPage = 50;

    public override double? PerMinute => double.Parse(settings["per-minute"]!, CultureInfo.InvariantCulture);

    public override async Task<EffectPage<Letter>> PlanAsync(SendContext context, string? cursor, CancellationToken cancellationToken)
    {
        int from = cursor is null ? 0 : int.Parse(cursor, CultureInfo.InvariantCulture);
        string[] lines = [.. (await File.ReadAllLinesAsync(settings["pages"]!, cancellationToken)).Where(line => !string.IsNullOrWhiteSpace(line))];
        string[] titles = [.. lines.Skip(from).Take(PerPage).Select(line => line.Trim())];
        if (titles.Length == 0)
        {
            return new([]);
        }

        // The wiki says which page is meant, so that no page is named in two ways.
        Dictionary<string, string> question = new() { ["titles"] = string.Join('|', titles), ["redirects"] = "1", ["curtimestamp"] = "1" };
        WikiAnswer answer = await WikiApi.AskAsync(context.Http, question, null, cancellationToken);
        string heading = settings["heading"]!;
        string text = await File.ReadAllTextAsync(settings["text"]!, cancellationToken);
        return new(
            [
                .. titles.Select(answer.PageOf).Distinct()
                    .Select(title => new Effect<Letter>($"{heading}: {title}", new(title, heading, text, answer.ShownUntil!))),
            ],
            Next: from + PerPage < lines.Length ? (from + PerPage).ToString(CultureInfo.InvariantCulture) : null);
    }

    public override async Task<Sent> SendAsync(SendContext context, Effect<Letter> effect, CancellationToken cancellationToken)
    {
        Dictionary<string, string> section = new()
        {
            ["title"] = effect.Value.Title,
            ["section"] = "new",
            ["sectiontitle"] = effect.Value.Heading,
            ["text"] = effect.Value.Text,
            ["summary"] = $"{Mark(effect)} {effect.Value.Heading}",
        };
        try
        {
            WikiAnswer answer = await WikiApi.ChangeAsync(context.Http, "edit", section, cancellationToken);
            return answer.Edit!.Result == "Success"
                ? Sent.Done(string.Create(CultureInfo.InvariantCulture, $"revision {answer.Edit.NewRevId}"))
                : Sent.Refused($"the wiki did not save it: {answer.Edit.Result}");
        }
        catch (WikiException refused) when (refused.IsForGood)
        {
            return Sent.Refused(refused.Message);
        }
    }

    /// <remarks>A section may be answered, moved to an archive or deleted; the page's history keeps its summary. The search index would lag.</remarks>
    public override async Task<EffectVerdict> VerifyAsync(SendContext context, Effect<Letter> effect, CancellationToken cancellationToken)
    {
        Dictionary<string, string> question = new()
        {
            ["titles"] = effect.Value.Title,
            ["prop"] = "revisions",
            ["rvprop"] = "comment",
            ["rvend"] = effect.Value.Since,
            ["rvlimit"] = "max",
        };
        EffectVerdict verdict = EffectVerdict.NotDone;
        JsonElement? more = null;
        do
        {
            WikiAnswer answer = await WikiApi.AskAsync(context.Http, question, more, cancellationToken);
            foreach (WikiAnswer.Revision revision in answer.Pages.SelectMany(page => page.Revisions ?? []))
            {
                if (revision.Comment?.Contains(Mark(effect), StringComparison.Ordinal) == true)
                {
                    return EffectVerdict.Done;
                }

                // It could be this one.
                verdict = revision.CommentHidden ? EffectVerdict.Unknown : verdict;
            }

            more = answer.Continue;
        }
        while (more is not null);
        return verdict;
    }

    /// <summary>The key as it is looked for: short, so that a long summary is not cut off in it, and in letters that no wiki normalises.</summary>
    private static string Mark(Effect<Letter> effect) => $"#{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(effect.Key)))[..16]}";

    /// <param name="Title">The talk page.</param>
    /// <param name="Heading">The section's heading.</param>
    /// <param name="Text">The section's text, as wikitext.</param>
    /// <param name="Since">A time by the wiki's clock before which it was surely not sent.</param>
    internal sealed record Letter(string Title, string Heading, string Text, string Since);
}

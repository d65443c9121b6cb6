using System.Globalization;
using System.Net;
using Holdfast.Testing;

namespace Holdfast.Actions.Tests.Send;

/// <summary>A site in the place of the network that takes a message as often as it is sent, and shows what it took.</summary>
internal sealed class PostSite
{
    public const int PageSize = 5;

    private readonly Lock _lock = new();
    private readonly List<string> _taken = [];

    public int Messages { get; set; } = 20;

    /// <summary>Every message that was taken, in order.</summary>
    public IReadOnlyList<string> Taken
    {
        get
        {
            lock (_lock)
            {
                return [.. _taken];
            }
        }
    }

    /// <summary>Answers a message in the site's stead; null has it taken. Given the key and the ordinal of the post, from 1.</summary>
    public Func<string, int, HttpResponseMessage?>? Post { get; set; }

    /// <summary>Answers a question for a message; null has it answered truly. Given the ordinal of the question, from 1.</summary>
    public Func<string, int, HttpResponseMessage?>? Show { get; set; }

    public int Posts { get; private set; }

    public int Questions { get; private set; }

    public ScriptedSite Handler => new(Answer);

    public static string Key(int number) => string.Create(CultureInfo.InvariantCulture, $"m{number:000}");

    public void Take(string key)
    {
        lock (_lock)
        {
            _taken.Add(key);
        }
    }

    private object? Answer(HttpRequestMessage request)
    {
        string query = request.RequestUri!.Query.TrimStart('?');
        switch (request.RequestUri.AbsolutePath)
        {
            case "/plan":
                int page = int.Parse(query, CultureInfo.InvariantCulture);
                int first = ((page - 1) * PageSize) + 1;
                return new Page(
                    [.. Enumerable.Range(first, Math.Clamp(Messages - first + 1, 0, PageSize)).Select(Key)], first + PageSize <= Messages ? page + 1 : null);
            case "/send":
                if (Post?.Invoke(query, ++Posts) is { } refusal)
                {
                    return refusal;
                }

                Take(query);
                return new { receipt = $"r-{query}" };
            case "/sent":
                return Show?.Invoke(query, ++Questions) ?? (object)Taken.Contains(query);
            default:
                return new HttpResponseMessage(HttpStatusCode.NotFound);
        }
    }

    public sealed record Page(IReadOnlyList<string> Keys, int? Next);
}

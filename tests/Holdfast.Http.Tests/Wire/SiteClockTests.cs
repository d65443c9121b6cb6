using Microsoft.Extensions.Time.Testing;

namespace Holdfast.Http.Tests;

/// <summary>The site's clock, as its answers tell it.</summary>
public sealed class SiteClockTests
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 12, 1, 0, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData("Tue, 01 Dec 2026 00:02:00 GMT", null, 120.5)]
    [InlineData("Mon, 30 Nov 2026 23:00:00 GMT", "0", -3599.5)]
    [InlineData("Tue, 01 Dec 2026 00:02:00 GMT", "5", 0)]
    [InlineData("Thu, 01 Jan 1970 00:00:00 GMT", null, 0)]
    [InlineData("yesterday", null, 0)]
    [InlineData(null, null, 0)]
    public void Note_AnswerWithDate_TellsHowFarTheSiteIsAhead(string? date, string? age, double seconds)
    {
        SiteClock clock = new(_time);
        using HttpResponseMessage answer = new();
        Add("Date", date);
        Add("Age", age);

        clock.Note(answer);

        Assert.Equal(seconds, clock.Ahead.TotalSeconds);

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                answer.Headers.TryAddWithoutValidation(name, value);
            }
        }
    }
}

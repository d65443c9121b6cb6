namespace Holdfast.EndToEnd.Tests;

public sealed class SoakVerdictTests
{
    private static readonly SoakSample s_steady = new(1, 12, 200, 30, 150_000, 3, 0);
    private static readonly SoakSample s_nothing = new(0, 0, 0, 0, 0, 0, 0);

    [Fact]
    public void Broken_EverythingAsPromised_IsEmpty() => Assert.Empty(SoakVerdict.Broken(Rows(), [], End()));

    [Fact]
    public void Broken_SomethingLeftBehind_SaysWhat()
    {
        Assert.Contains("2 processes", Assert.Single(Left(s_nothing with { Processes = 2 })), StringComparison.Ordinal);
        Assert.Contains("3 profiles", Assert.Single(Left(s_nothing with { Folders = 3 })), StringComparison.Ordinal);
        Assert.Contains("1 entries", Assert.Single(Left(s_nothing with { Temporary = 1 })), StringComparison.Ordinal);

        static IReadOnlyList<string> Left(SoakSample left) => SoakVerdict.Broken(Rows(), [], End() with { Left = left });
    }

    [Fact]
    public void Broken_TheAccountIsWrong_SaysSo()
    {
        Assert.Contains("m00001", Assert.Single(SoakVerdict.Broken(Rows(), [], End() with { Contradiction = "m00001 is missing" })), StringComparison.Ordinal);
        Assert.Equal(["the job ended"], SoakVerdict.Broken(Rows(), ["the job ended"], End()));
        Assert.Contains("code 3", Assert.Single(SoakVerdict.Broken(Rows(), [], End() with { ExitCode = 3 })), StringComparison.Ordinal);
        Assert.Contains("61 incidents for 60", Assert.Single(SoakVerdict.Broken(Rows(), [], End() with { Incidents = 61 })), StringComparison.Ordinal);
        Assert.Contains("61 error lines", Assert.Single(SoakVerdict.Broken(Rows(), [], End() with { ErrorLines = 61 })), StringComparison.Ordinal);
    }

    [Fact]
    public void Broken_MemoryHandlesOrThreadsGrow_SaysFromWhereToWhere()
    {
        Assert.Contains("memory", Assert.Single(Grown(sample => sample with { MemoryKb = 200_000 })), StringComparison.Ordinal);
        Assert.Contains("handles grew from 200 to 260", Assert.Single(Grown(sample => sample with { Handles = 260 })), StringComparison.Ordinal);
        Assert.Contains("threads", Assert.Single(Grown(sample => sample with { Threads = 60 })), StringComparison.Ordinal);
        Assert.Contains("processes", Assert.Single(Grown(sample => sample with { Processes = 20 })), StringComparison.Ordinal);

        static IReadOnlyList<string> Grown(Func<SoakSample, SoakSample> grow) =>
            SoakVerdict.Broken([.. Rows().Select(row => row.Number > 40 ? row with { Before = grow(row.Before) } : row)], [], End());
    }

    [Fact]
    public void Broken_OneFaultCameToSomethingElse_NamesIt()
    {
        Assert.Contains(
            "fault 5 (KillBrowser): its incident names TabLost", Assert.Single(Fifth(row => row with { Cause = "TabLost" })), StringComparison.Ordinal);
        Assert.Contains("fault 5 (KillBrowser): 2 incidents", Assert.Single(Fifth(row => row with { Incidents = 2 })), StringComparison.Ordinal);
        Assert.Contains("2 browsers", Assert.Single(Fifth(row => row with { Before = s_steady with { Browsers = 2 } })), StringComparison.Ordinal);
        Assert.Contains(
            "1 incidents", Assert.Single(Fifth(row => row with { Fault = SoakFault.Throttle }, End() with { Incidents = 59, ErrorLines = 59 })),
            StringComparison.Ordinal);
        Assert.Empty(Fifth(row => row with { Interrupted = true, Cause = null }));

        static IReadOnlyList<string> Fifth(Func<SoakRow, SoakRow> change, SoakEnd? end = null) =>
            SoakVerdict.Broken([.. Rows().Select(row => row.Number == 5 ? change(row) : row)], [], end ?? End());
    }

    private static SoakRow[] Rows() =>
    [
        .. Enumerable.Range(1, 60).Select(number =>
            new SoakRow(number, SoakFault.KillBrowser, 1, number * 50, number - 1, s_steady, 1, "BrowserExited", 20, 900)),
    ];

    private static SoakEnd End() => new(s_nothing, 60, 60, 0, 1, 3000, null, TimeSpan.FromMinutes(30));
}

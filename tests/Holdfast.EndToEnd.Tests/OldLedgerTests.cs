using System.IO.Compression;
using Holdfast.App;
using Kinfolk.Site;
using Microsoft.Data.Sqlite;

namespace Holdfast.EndToEnd.Tests;

/// <summary>A ledger that an earlier version wrote, whose job was killed twice: of 400 records it has 175, and one death.</summary>
[Trait("Category", "Browser")]
public sealed class OldLedgerTests
{
    private const int Pages = 20;
    private const int Records = Pages * 20;
    private const int Kept = 175;

    [Fact]
    public async Task Run_LedgerOfSchema3_GoesOnWhereThatVersionWasKilled()
    {
        using JobFolder folder = new();
        await UnpackAsync("schema-3.db.gz", folder.Ledger);
        await using MemberSite site = await LocalSite.StartAsync(Pages, delayMs: 2);
        using SiteControlClient control = new(site.Url);
        Move(folder.Ledger, site.Url);

        await using Job job = Job.Run(folder, site.Url);
        int code = await job.EndAsync();
        Assert.True(code == ExitCode.Completed, job.Output);

        RunSummary summary = GatherAssert.Complete(folder, Records);
        Assert.Equal((3, 1), (summary.Run.Legs, summary.Incidents.Values.Sum()));
        Assert.Equal(1, summary.Incidents[nameof(LossCause.BrowserExited)]);
        Assert.Equal(
            Records - Kept, (await control.LogAsync()).Count(entry => entry.Path.StartsWith("/api/profiles/", StringComparison.Ordinal)));
    }

    private static async Task UnpackAsync(string name, string path)
    {
        await using FileStream packed = File.OpenRead(Repository.File("tests", "Holdfast.EndToEnd.Tests", "Ledgers", name));
        await using GZipStream unpacking = new(packed, CompressionMode.Decompress);
        await using FileStream file = File.Create(path);
        await unpacking.CopyToAsync(file);
    }

    /// <summary>The site has another port in each test run.</summary>
    private static void Move(string ledger, string url)
    {
        using SqliteConnection connection = new($"Data Source={ledger};Pooling=False");
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "UPDATE runs SET site = $site";
        command.Parameters.AddWithValue("$site", url + "/");
        Assert.Equal(1, command.ExecuteNonQuery());
    }
}

using System.Globalization;
using Kinfolk.Site;

namespace Holdfast.EndToEnd.Tests.Secrecy;

/// <summary>Thirteen kinds of secret, quoted by every hook, action and sink in every way to write them, through all faults:
/// nothing that is left shows one.</summary>
[Trait("Category", "Browser")]
public sealed class PlantedSecretTests(ITestOutputHelper output)
{
    private const string SessionMark = "--holdfast-session=";

    private static readonly string[] s_places =
    [
        "log-in", "who-am-i", "csrf", "hopeless", "list", "failed", "partial", "thrown", "script", "logged", "logged-exception", "delivery", "table",
        "first-symptom", "evidence", "fault", "progress", "bug", "inner", "receipt", "refused", "unclear",
    ];

    [Fact]
    public async Task Run_SecretsInEveryText_NoneIsKeptOrShown()
    {
        using JobFolder folder = new();
        using JobFolder hidden = new();
        Planted planted = Planted.Make(hidden.Path);
        await using MemberSite site = await LocalSite.StartAsync(pages: 1, more: options => options.Password = planted["password"]);
        await using TokenSite tokens = await TokenSite.StartAsync(planted);
        string file = Path.Combine(hidden.Path, "token");
        await File.WriteAllTextAsync(file, planted["password file"] + "\n", TestContext.Current.CancellationToken);
        string temporary = Directory.CreateDirectory(Path.Combine(folder.Path, "tmp")).FullName;
        Dictionary<string, string> environment = new()
        {
            ["LEAKY_PASSWORD"] = planted["password"],
            ["LEAKY_TOKEN_FILE"] = file,
            ["HOLDFAST_URL"] = site.Url,
            ["HOLDFAST_LEDGER"] = folder.Ledger,
            ["HOLDFAST_TOKENS"] =
                $"http://ann:{Uri.EscapeDataString(planted["address"])}@127.0.0.1:{tokens.Address.Port.ToString(CultureInfo.InvariantCulture)}",
            ["TMPDIR"] = temporary,
        };
        string told = Path.Combine(hidden.Path, "told");
        List<string> screens = [];
        using CancellationTokenSource over = new();
        Task<IReadOnlyCollection<string>> watching = WatchProcessesAsync(folder.State, over.Token);

        await RunAsync(environment, [["run", "leaky-gather"]]);
        await RunAsync(environment, [["run", "leaky-work"], ["run", "leaky-tables"], ["run", "leaky-send"], ["run", "leaky-hopeless"]]);
        await over.CancelAsync();
        IReadOnlyCollection<string> processes = await watching;

        // Whoever looks later knows no secret.
        int incidents;
        using (RunLedger ledger = RunLedger.Open(folder.Ledger, LedgerAccess.Read, TimeProvider.System))
        {
            incidents = ledger.ReadIncidents().Count;
        }

        Dictionary<string, string> nothing = new() { ["HOLDFAST_LEDGER"] = folder.Ledger, ["TMPDIR"] = temporary };
        string[][] looks =
        [
            ["runs"], ["runs", "--json"], ["runs", "show", "1"], ["items", "list", "--run", "1"], ["items", "list", "--run", "1", "--json"], ["incidents"],
            ["incidents", "--json"], ["effects", "list"], ["effects", "list", "--json"],
            ["export", "leaky-gather", "--format", "csv", "--output", Path.Combine(folder.Path, "records.csv")],
            ["export", "leaky-gather", "--format", "jsonl", "--output", Path.Combine(folder.Path, "records.jsonl")],
            .. Enumerable.Range(1, incidents).SelectMany(number => new[] { number.ToString(CultureInfo.InvariantCulture) }).SelectMany(number => new string[][]
            {
                ["incidents", "export", number], ["incidents", "export", number, "--output", Path.Combine(folder.Path, $"incident-{number}.json")],
            }),
        ];
        await RunAsync(nothing, looks);

        SecretSearch search = new(planted.All());
        screens.ForEach(screen => search.Look("the screen", screen));
        foreach (string process in processes)
        {
            search.Look("a command line or an environment", process);
        }

        search.LookAt(folder.Path);
        search.LookInto(folder.Ledger);
        output.WriteLine(
            $"{planted.All().Count} secrets, {incidents} incidents, {processes.Count} command lines and environments, "
            + $"{search.Seen.Length:N0} characters");

        Assert.True(search.Hits.Count == 0, $"{search.Hits.Count} hits:\n{string.Join('\n', search.Hits.Take(40))}");

        // That each place leaked at all is what makes the search worth something.
        Assert.All(s_places, place => Assert.Matches($"leak-{place}-[0-9]+ [^\\n]*\\*\\*\\*", search.Seen));
        Assert.Contains(processes, process =>
            process.Contains(SessionMark, StringComparison.Ordinal) && process.Contains("--headless", StringComparison.Ordinal));
        Assert.Contains(processes, process => process.Contains($"HOLDFAST_LEDGER={folder.Ledger}", StringComparison.Ordinal));
        Assert.InRange(incidents, 9, 20);
        Assert.Empty(folder.Processes());

        async Task RunAsync(Dictionary<string, string> variables, string[][] commands)
        {
            await using Job job = LeakyJob.Start(folder, planted, told, variables, commands);
            int code = await job.EndAsync();
            output.WriteLine(job.Output[..Math.Min(job.Output.Length, 6000)]);
            screens.Add(job.Output);
            Assert.Equal(0, code);
            Assert.Equal(commands.Length, job.Output.Split(" ended with ").Length - 1);
        }
    }

    /// <summary>The command lines and environments of driver and browser processes, as others on the machine can read them.</summary>
    private static async Task<IReadOnlyCollection<string>> WatchProcessesAsync(string state, CancellationToken over)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        using PeriodicTimer timer = new(TimeSpan.FromMilliseconds(200), TimeProvider.System);
        try
        {
            while (await timer.WaitForNextTickAsync(over))
            {
                seen.UnionWith(ProcessTable.Find(arguments => arguments.Contains(state, StringComparison.Ordinal))
                    .SelectMany(process => new[] { ProcessTable.Arguments(process), Environment(process) }));
            }
        }
        catch (OperationCanceledException)
        {
            // The jobs are over.
        }

        return seen;
    }

    private static string Environment(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process.ToString(CultureInfo.InvariantCulture)}/environ");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}

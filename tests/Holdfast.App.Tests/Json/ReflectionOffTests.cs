using System.Diagnostics;
using System.Text.Json.Nodes;

namespace Holdfast.App.Tests;

/// <summary>A program in which reflection is off for JSON, as the compiler has it in file-based and trimmed programs.</summary>
public sealed class ReflectionOffTests : IDisposable
{
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("holdfast-json-");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Run_TypesAreHandedIn_RecordsAreKeptUnderTheirUsualNames()
    {
        (int code, string said) = await RunAsync("with");

        Assert.True(code == ExitCode.Completed, said);
        using RunLedger ledger = RunLedger.Open(Path.Combine(_folder.FullName, "job.db"), LedgerAccess.Read, TimeProvider.System);
        Assert.Equal("""{"fullName":"Ann Ames","born":1901}""", Assert.Single(ledger.ReadRecords("gather-kin")).Json);
    }

    [Fact]
    public async Task Run_NobodyKnowsTheTypes_Is26WithTheLineThatMendsIt()
    {
        (int code, string said) = await RunAsync("without");

        Assert.True(code == ExitCode.BadConfiguration, said);
        Assert.Contains("action 'gather-kin' keeps Kin as JSON", said, StringComparison.Ordinal);
        Assert.Contains("[JsonSerializable(typeof(Kin))], and hand that in: app.UseJson(YourContext.Default).", said, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(_folder.FullName, "job.db")));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private async Task<(int Code, string Said)> RunAsync(string order)
    {
        const string Program = "Holdfast.App.Tests";
        string config = Path.Combine(AppContext.BaseDirectory, $"{Program}.runtimeconfig.json");
        JsonNode options = JsonNode.Parse(await File.ReadAllTextAsync(config, Token))!;
        JsonObject runtime = options["runtimeOptions"]!.AsObject();
        JsonObject properties = runtime["configProperties"]?.AsObject() ?? [];
        properties["System.Text.Json.JsonSerializer.IsReflectionEnabledByDefault"] = false;
        runtime.Remove("configProperties");
        runtime["configProperties"] = properties.DeepClone();
        string ours = Path.Combine(_folder.FullName, "off.json");
        await File.WriteAllTextAsync(ours, options.ToJsonString(), Token);
        ProcessStartInfo start = new(
            "dotnet",
            [
                "exec", "--runtimeconfig", ours, Path.Combine(AppContext.BaseDirectory, $"{Program}.dll"), "-noLogo", "-noColor", "-explicit", "only",
                "-method", $"{typeof(ReflectionOffProgram).FullName}.{nameof(ReflectionOffProgram.Run_OnOrders)}",
            ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment[ReflectionOffProgram.Order] = $"{order} {_folder.FullName}";
        using Process program = Process.Start(start)!;
        Task<string> output = program.StandardOutput.ReadToEndAsync(Token);
        Task<string> error = program.StandardError.ReadToEndAsync(Token);
        await program.WaitForExitAsync(Token).WaitAsync(s_longest, Token);
        string said = await output.WaitAsync(s_longest, Token) + await error.WaitAsync(s_longest, Token);
        TestContext.Current.TestOutputHelper!.WriteLine(said);
        return (program.ExitCode, said);
    }
}

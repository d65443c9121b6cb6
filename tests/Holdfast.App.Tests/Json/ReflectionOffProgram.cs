using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using Holdfast.Actions;
using Holdfast.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.App.Tests;

/// <summary>What <see cref="ReflectionOffTests"/> starts in a process in which reflection is off for JSON: a gather, through the real engine.</summary>
public sealed partial class ReflectionOffProgram
{
    public const string Order = "HOLDFAST_TEST_REFLECTION_OFF";

    [Fact(Explicit = true)]
    public async Task Run_OnOrders()
    {
        string[] order = Environment.GetEnvironmentVariable(Order)!.Split(' ', 2);
        Assert.False(JsonSerializer.IsReflectionEnabledByDefault, "Reflection is on.");
        HoldfastAppBuilder builder = HoldfastApp.CreateBuilder(["run", "--ledger", Path.Combine(order[1], "job.db"), "--plain"]);
        builder.Services.AddSingleton<ISessionProvider<ScriptedTab>>(new ScriptedProvider<ScriptedTab>(static launch => new ScriptedTab(launch)));
        builder.AddSession<ScriptedTab>().AddSessionHttp(options =>
        {
            options.BaseAddress = new Uri("https://site.test/");
            options.LoginIsTransport = true;
            options.WhoAmI = static (_, _) => Task.FromResult(Identity.Member("ann"));
            options.PrimaryHandler = new Nothing();
        });
        builder.AddAction<GatherKin>();
        if (order[0] == "with")
        {
            builder.UseJson(KinJson.Default);
        }

        // The job's code is the process's: the test framework has no word in it.
        Environment.Exit(await builder.Build().RunAsync());
    }

    internal sealed record Kin(string Name);

    internal sealed record KinRecord(string FullName, int? Born);

    [JsonSerializable(typeof(Kin))]
    [JsonSerializable(typeof(KinRecord))]
    internal sealed partial class KinJson : JsonSerializerContext;

    private sealed class GatherKin : GatherAction<Kin, KinRecord>
    {
        public override Task<ListPage<Kin>> ListAsync(GatherContext context, string? cursor, CancellationToken cancellationToken) =>
            Task.FromResult(new ListPage<Kin>([new ListedItem<Kin>("k1", "1", new Kin("Ann"))], null, 1));

        public override Task<IReadOnlyList<Fetched<KinRecord>>> FetchAsync(
            GatherContext context, IReadOnlyList<ListedItem<Kin>> batch, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<Fetched<KinRecord>>>(
                [.. batch.Select(item => Fetched.Whole(item.Key, new KinRecord($"{item.Value.Name} Ames", 1901)))]);
    }

    private sealed class Nothing : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK));
    }
}

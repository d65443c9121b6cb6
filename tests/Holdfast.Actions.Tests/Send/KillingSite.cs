using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Holdfast.Actions.Tests.Send;

/// <summary>A real site on a real socket that takes a message as often as it is sent, and has things die at exact points of a send.</summary>
internal sealed class KillingSite : IAsyncDisposable
{
    private const int PageSize = 20;

    private readonly WebApplication _app;
    private readonly int _messages;
    private readonly KillPlan _plan;
    private readonly Lock _lock = new();
    private readonly List<string> _taken = [];
    private readonly Channel<string> _orders = Channel.CreateUnbounded<string>();

    private KillingSite(WebApplication app, int messages, KillPlan plan) => (_app, _messages, _plan) = (app, messages, plan);

    public Uri Address { get; private set; } = new("http://127.0.0.1/");

    /// <summary>Kills the job, and returns when it is gone.</summary>
    public Func<Task> KillJob { get; set; } = () => Task.CompletedTask;

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

    public static string Key(int number) => string.Create(CultureInfo.InvariantCulture, $"m{number:000}");

    public static async Task<KillingSite> StartAsync(int messages, KillPlan plan)
    {
        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        KillingSite site = new(builder.Build(), messages, plan);
        site._app.Run(site.AnswerAsync);
        await site._app.StartAsync();
        site.Address = new Uri(site._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());
        return site;
    }

    public async ValueTask DisposeAsync()
    {
        using CancellationTokenSource now = new();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext http)
    {
        string query = http.Request.QueryString.Value!.TrimStart('?');
        try
        {
            object? answer = await AnswerAsync(http.Request.Path, query, http.RequestAborted);
            await http.Response.WriteAsync(JsonSerializer.Serialize(answer, JsonSerializerOptions.Web));
        }
        catch (OperationCanceledException)
        {
            http.Abort();
        }
    }

    private async Task<object?> AnswerAsync(string path, string query, CancellationToken gone)
    {
        switch (path)
        {
            case "/plan":
                int page = int.Parse(query, CultureInfo.InvariantCulture);
                string[] keys = [.. Enumerable.Range(((page - 1) * PageSize) + 1, PageSize).Where(number => number <= _messages).Select(Key)];
                return new PostSite.Page(keys, page * PageSize < _messages ? page + 1 : null);
            case "/send":
                await PassAsync(KillPoint.RequestOut, gone);
                lock (_lock)
                {
                    _taken.Add(query);
                }

                await PassAsync(KillPoint.AnswerLost, gone);
                return "taken";
            case "/sent":
                return Taken.Contains(query);
            case "/at":
                return await AtAsync(query, gone);
            case "/order":
                return await _orders.Reader.ReadAsync(gone);
            default:
                return "ann";
        }
    }

    /// <summary>A point on the wire: what dies ends the request, so nothing goes on here.</summary>
    private async Task PassAsync(KillPoint point, CancellationToken gone)
    {
        if (_plan.At(point) is { } victim)
        {
            await KillAsync(victim);
            await Task.Delay(TimeSpan.FromSeconds(60), TimeProvider.System, gone);
        }
    }

    private async Task KillAsync(Victim victim)
    {
        if (victim == Victim.Job)
        {
            await KillJob();
        }
        else
        {
            await _orders.Writer.WriteAsync(Cause(victim));
        }
    }

    /// <summary>A point inside the job, which waits for the answer.</summary>
    private async Task<string> AtAsync(string step, CancellationToken gone)
    {
        KillPoint? point = step switch
        {
            "Planning" => KillPoint.BeforePlan,
            "Planned" => KillPoint.AfterPlan,
            "Confirming" => KillPoint.BeforeConfirm,
            _ => null,
        };
        if (point is not { } here || _plan.At(here) is not { } victim)
        {
            return "";
        }

        if (victim != Victim.Job)
        {
            return Cause(victim);
        }

        await KillJob();
        await Task.Delay(TimeSpan.FromSeconds(60), TimeProvider.System, gone);
        return "";
    }

    private static string Cause(Victim victim) => (victim == Victim.Driver ? LossCause.DriverExited : LossCause.BrowserExited).ToString();
}

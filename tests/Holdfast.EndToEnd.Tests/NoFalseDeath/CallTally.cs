using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Json;
using Kinfolk.Site;

namespace Holdfast.EndToEnd.Tests;

/// <summary>Makes everyday API calls on a lease and counts what became of them.</summary>
internal sealed class CallTally
{
    /// <summary>The profile that the site shows to nobody.</summary>
    public const int Private = 42;

    private readonly ConcurrentDictionary<string, int> _outcomes = new();

    /// <summary>How often each thing happened: a status, or the name of an exception.</summary>
    public IReadOnlyDictionary<string, int> Outcomes => _outcomes;

    public int this[string outcome] => _outcomes.GetValueOrDefault(outcome);

    /// <summary>One call of a kind that the number chooses.</summary>
    /// <exception cref="SessionLostException">The lease was lost.</exception>
    public async Task CallAsync(LeasedHttp http, int number, CancellationToken cancellationToken)
    {
        string id = KinData.Id(1 + (number / 8 % 100));
        using CancellationTokenSource impatient = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Func<HttpClient, CancellationToken, Task<HttpResponseMessage>> call = (number % 8) switch
        {
            0 => (client, token) => client.GetAsync($"/api/profiles/{KinData.Id(Private)}", token),
            1 => (client, token) => client.GetAsync("/api/nowhere", token),
            2 => (client, token) => client.GetAsync("/login", token),
            3 => async (client, token) =>
            {
                Task<HttpResponseMessage> answer = client.GetAsync("/slow?ms=60000", token);
                await impatient.CancelAsync();
                return await answer;
            }
            ,
            4 => (client, token) => client.PostAsJsonAsync("/api/badges", new { ids = new[] { id } }, token),
            5 => (client, token) => client.GetAsync($"/api/profiles/{id}", token),
            6 => (client, token) => client.GetAsync($"/api/matches/{id}/details", token),
            _ => (client, token) => client.GetAsync("/api/matches?page=1", token),
        };
        try
        {
            using HttpResponseMessage answer = await http.RunAsync(call, impatient.Token);
            Count(((int)answer.StatusCode).ToString(CultureInfo.InvariantCulture));
        }
        catch (SessionLostException)
        {
            Count(nameof(SessionLostException));
            throw;
        }
        catch (Exception exception) when (exception is HttpRequestException or TimeoutException
            || (exception is OperationCanceledException && !cancellationToken.IsCancellationRequested))
        {
            Count(exception.GetType().Name);
        }
    }

    private void Count(string outcome) => _outcomes.AddOrUpdate(outcome, 1, static (_, count) => count + 1);
}

using System.Collections.Concurrent;
using System.Globalization;

namespace Holdfast.EndToEnd.Tests.Contract;

/// <summary>A site that an action is run against, small, and new for each run.</summary>
internal abstract class ContractSite : IAsyncDisposable
{
    private readonly ConcurrentQueue<(int Generation, long Sequence)> _calls = new();

    /// <summary>Calls that reached the site, with what admitted them.</summary>
    public IReadOnlyCollection<(int Generation, long Sequence)> Calls => _calls;

    /// <summary>The login of a browser there.</summary>
    public abstract LoginSnapshot Login { get; }

    /// <summary>What was changed on the site: one entry for each time, in order.</summary>
    public abstract IReadOnlyList<string> Effects { get; }

    /// <summary>The network.</summary>
    public HttpMessageHandler Wire => new Recorder(this, MakeWire());

    /// <summary>The site that knows the action.</summary>
    public static async Task<ContractSite> StartAsync(Type action) =>
        action.Assembly == typeof(MediaWiki.WikiPage).Assembly ? new ContractWiki() : await ContractKin.StartAsync();

    /// <summary>How calls ride on the login.</summary>
    public abstract void Configure(SessionHttpOptions http);

    public abstract ValueTask DisposeAsync();

    protected abstract HttpMessageHandler MakeWire();

    private sealed class Recorder(ContractSite site, HttpMessageHandler wire) : DelegatingHandler(wire)
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.Headers.TryGetValues("Holdfast-Sequence", out IEnumerable<string>? sequence))
            {
                site._calls.Enqueue((Number(request.Headers.GetValues("Holdfast-Generation")), Number(sequence)));
            }

            return base.SendAsync(request, cancellationToken);
        }

        private static int Number(IEnumerable<string> values) => int.Parse(values.Single(), CultureInfo.InvariantCulture);
    }
}

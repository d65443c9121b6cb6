using Microsoft.Extensions.Hosting;

namespace Holdfast.App;

/// <summary>A lifetime that leaves the signals alone: the app has its own use for them.</summary>
internal sealed class SilentLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

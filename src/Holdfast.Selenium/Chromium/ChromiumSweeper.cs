using Microsoft.Extensions.Options;

namespace Holdfast.Selenium;

/// <summary>Sweeps the folder that the options name.</summary>
internal sealed class ChromiumSweeper(IOptions<ChromiumOptions> options) : IOrphanSweeper
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<SweptOrphan>> SweepAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<SweptSession> swept = await OrphanSweeper.SweepAsync(options.Value.WorkFolder).WaitAsync(cancellationToken).ConfigureAwait(false);
        return [.. swept.Select(session => new SweptOrphan(session.Profile, session.EndedProcesses, session.IsClean))];
    }
}

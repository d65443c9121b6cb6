using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenQA.Selenium;

namespace Holdfast.EndToEnd.Tests.Secrecy;

/// <summary>Injects every fault that can be injected here, one after the other, and leaks into each incident.</summary>
internal sealed class FaultsInTurn(SessionManager<IWebDriver> sessions, Leaks leaks, ILogger<FaultsInTurn> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await leaks.Called.Task.WaitAsync(stoppingToken);
            SessionLease<IWebDriver> first = await sessions.LeaseAsync(stoppingToken);
            IReadOnlyCollection<FaultKind> faults = first.Faults!.Supported;
            first.ReportDeath(new Evidence(LossCause.TabLost, EvidenceStrength.Explicit, "test", leaks.Next("first-symptom")));
            foreach (FaultKind fault in faults)
            {
                SessionLease<IWebDriver> lease = await sessions.LeaseAsync(stoppingToken);
                await HurtAsync(lease, fault, stoppingToken);
            }

            leaks.Hurt.TrySetResult();
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            leaks.Hurt.TrySetException(exception);
        }
    }

    private async Task HurtAsync(SessionLease<IWebDriver> lease, FaultKind fault, CancellationToken stopping)
    {
        Task injected = lease.Faults!.InjectAsync(fault, stopping);
        try
        {
            if (fault is not (FaultKind.CutDriver or FaultKind.FillDisk))
            {
                // Only who needs the browser notices that it hangs.
                while (!lease.IsLost)
                {
                    await lease.PingAsync(stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    await Task.WhenAny(Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, stopping), Lost(lease));
                }
            }

            lease.ReportDeath(new Evidence(LossCause.TabLost, EvidenceStrength.Inferred, "test", leaks.Next("evidence")));
            logger.LogWarning("{Fault}: {Text}", fault, leaks.Next("fault"));
        }
        finally
        {
            await injected.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            lease.Faults!.Release();
        }
    }

    private static Task Lost(SessionLease<IWebDriver> lease) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, lease.Lost);
}

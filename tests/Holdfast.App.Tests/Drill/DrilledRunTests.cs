using System.Globalization;
using Holdfast.Actions;
using Holdfast.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.App.Tests;

/// <summary>A run that a drill hurts, in this process, through the real engine.</summary>
public sealed class DrilledRunTests
{
    /// <summary>Whatever was hurt is let go before the run's process may end.</summary>
    [Fact]
    public async Task Run_HasABugWhileItIsHurt_LetsGoFirst()
    {
        SlowFault fault = new();
        ScriptedProvider<ScriptedTab> browser = new(static launch => new ScriptedTab(launch)) { Faults = fault };
        using TestApp app = new()
        {
            Setup = builder =>
            {
                builder.AddAction<Buggy>();
                builder.Services.AddSingleton(fault);
                builder.Services.AddSingleton<ISessionProvider<ScriptedTab>>(browser);
                builder.AddSession<ScriptedTab>().AddSessionHttp(static options =>
                {
                    options.BaseAddress = new Uri("https://site.test/");
                    options.LoginIsTransport = true;
                    options.WhoAmI = static (_, _) => Task.FromResult(Identity.Member("ann"));
                    options.PrimaryHandler = new ScriptedSite(static _ => new { });
                });
            },
        };
        app.Variables[DrillOrder.FaultVariable] = nameof(FaultKind.FillDisk);
        app.Variables[DrillOrder.ReportVariable] = Path.Combine(app.Folder, "drill.json");

        Assert.Equal(ExitCode.UnexpectedError, await app.RunAsync("run"));

        Assert.True(fault.IsReleased);
    }

    /// <summary>Saves, and has a bug once it is hurt.</summary>
    private sealed class Buggy(SlowFault fault) : PlainAction
    {
        public override async Task RunAsync(ActionContext context, CancellationToken cancellationToken)
        {
            context.Report(1);
            await context.SaveAsync(1.ToString(CultureInfo.InvariantCulture), cancellationToken);
            await fault.Begun.Task.WaitAsync(TimeSpan.FromSeconds(30), cancellationToken);
            throw new NotSupportedException("a bug");
        }
    }

    /// <summary>A fault that is let go some time after it is asked to.</summary>
    private sealed class SlowFault : IFaultTarget
    {
        private volatile bool _isReleased;

        public TaskCompletionSource Begun { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool IsReleased => _isReleased;

        public IReadOnlyCollection<FaultKind> Supported => [FaultKind.FillDisk];

        public int RunningProcesses => 0;

        public async Task InjectAsync(FaultKind fault, CancellationToken cancellationToken)
        {
            Begun.SetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await Task.Delay(TimeSpan.FromMilliseconds(500), TimeProvider.System, CancellationToken.None);
        }

        public void Release() => _isReleased = true;
    }
}

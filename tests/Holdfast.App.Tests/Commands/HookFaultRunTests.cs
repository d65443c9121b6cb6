using Holdfast.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Holdfast.App.Tests;

/// <summary>A run whose login or who-am-I hook has a fault of its own, through the real engine.</summary>
public sealed class HookFaultRunTests
{
    private readonly ScriptedProvider<ScriptedTab> _browser = new(static launch => new ScriptedTab(launch));

    [Fact]
    public async Task Run_LogInHookThrowsItsOwn_Is27AfterOneBrowser()
    {
        using TestApp app = Make(static (_, _) => Task.FromResult(Identity.Member("ann")));
        _browser.LogIn.Do(static _ => throw new InvalidOperationException("the page has no field 'user'"));

        Assert.Equal(27, await app.RunAsync("run"));

        Assert.Equal(1, _browser.Launch.Calls);
        Assert.Contains("kinfolk: a hook of this program fails", app.Error, StringComparison.Ordinal);
        Assert.Contains("the log-in hook threw InvalidOperationException: the page has no field 'user'", app.Error, StringComparison.Ordinal);
        Assert.Contains($"   at {typeof(HookFaultRunTests).FullName}", app.ReadLog(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_WhoAmIHookThrowsItsOwn_Is27AfterOneBrowser()
    {
        using TestApp app = Make(static (_, _) => throw new InvalidOperationException("Sequence contains no elements"));

        Assert.Equal(27, await app.RunAsync("run"));

        Assert.Equal(1, _browser.Launch.Calls);
        Assert.Contains("the who-am-I hook threw InvalidOperationException: Sequence contains no elements", app.Error, StringComparison.Ordinal);
        Assert.Contains($"   at {typeof(HookFaultRunTests).FullName}", app.ReadLog(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_SomethingIsMissing_Is21AfterOneLaunch()
    {
        using TestApp app = Make(static (_, _) => Task.FromResult(Identity.Member("ann")));
        _browser.Launch.Do(static (_, _) => Task.FromException(new SessionSetupException("a display is needed")));

        Assert.Equal(ExitCode.BrowserNotFound, await app.RunAsync("run"));

        Assert.Equal(1, _browser.Launch.Calls);
        Assert.Contains("a display is needed", app.Error, StringComparison.Ordinal);
    }

    private TestApp Make(Func<HttpClient, CancellationToken, Task<Identity>> whoAmI) => new()
    {
        Setup = builder =>
        {
            builder.AddAction<GatherThings>().ConfigureSession(static options => options.Recovery.BackoffBase = TimeSpan.Zero);
            builder.Services.AddSingleton<ISessionProvider<ScriptedTab>>(_browser);
            builder.AddSession<ScriptedTab>().AddSessionHttp(options =>
            {
                options.BaseAddress = new Uri("https://site.test/");
                options.LoginIsTransport = true;
                options.WhoAmI = whoAmI;
                options.PrimaryHandler = new ScriptedSite(static _ => new { });
            });
        },
    };
}

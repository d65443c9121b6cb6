using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OpenQA.Selenium;

namespace Holdfast.Selenium.Tests;

public sealed class RegistrationTests
{
    private static readonly Uri s_hub = new("http://grid.test:4444");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Category", "Browser")]
    public async Task UseRemoteSelenium_TheManagerThatIsResolved_DrivesABrowserAtTheHub()
    {
        await using TestHub hub = await TestHub.StartAsync();
        ServiceCollection services = new();
        services.AddLogging();
        services.AddHoldfast().UseRemoteSelenium(hub.Apply);
        await using (ServiceProvider provider = services.BuildServiceProvider())
        {
            SessionLease<IWebDriver> lease = await provider.GetRequiredService<SessionManager<IWebDriver>>().LeaseAsync(Token);
            Assert.Equal("here", await lease.UseAsync(
                driver =>
                {
                    driver.Url = "data:text/html,<title>here</title>";
                    return driver.Title;
                },
                Token));
            Assert.True(hub.BrowserCount > 0);
            Assert.Same(provider.GetRequiredService<SessionManager<IWebDriver>>(), provider.GetRequiredService<ISessionManager>());
        }

        await RemoteRig.UntilAsync(() => Task.FromResult(hub.BrowserCount == 0));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("ftp://grid.test")]
    public void UseRemoteSelenium_WithoutAHub_SaysSo(string? hub)
    {
        using ServiceProvider provider = Build(builder => builder.UseRemoteSelenium(options => options.HubUrl = hub is null ? null : new Uri(hub)));
        OptionsValidationException refused = Assert.Throws<OptionsValidationException>(provider.GetRequiredService<ISessionProvider<IWebDriver>>);
        Assert.Contains("RemoteOptions.HubUrl", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void UseRemoteSelenium_HeadedIsSetByTheConfiguration_AfterTheCode()
    {
        using ServiceProvider provider = Build(
            builder => builder.UseRemoteSelenium(options => options.HubUrl = s_hub), new() { ["Holdfast:Headed"] = "true" });
        Assert.False(provider.GetRequiredService<IOptions<RemoteOptions>>().Value.Headless);
    }

    /// <summary>The program's code, then its user's settings, then what was typed.</summary>
    [Fact]
    public void UseSelenium_Settings_ComeBetweenTheCodeAndWhatWasTyped()
    {
        ServiceCollection services = new();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder()
            .AddInMemoryCollection(new Dictionary<string, string?> { ["Holdfast:ProfileFolder"] = "/typed", ["Holdfast:Headed"] = "true" }).Build());
        services.AddSingleton<ISettings>(new Settings("Chromium", static options =>
        {
            ChromiumOptions chrome = (ChromiumOptions)options;
            (chrome.BrowserPath, chrome.ProfileFolder, chrome.Headless) = ("/set", "/set", true);
            chrome.Arguments.Add("--set");
        }));
        services.AddHoldfast()
            .UseSelenium(chrome => (chrome.BrowserPath, chrome.DriverPath) = ("/code", "/code"))
            .UseSelenium(chrome => chrome.Arguments.Add("--code"));
        using ServiceProvider provider = services.BuildServiceProvider();

        ChromiumOptions options = provider.GetRequiredService<IOptions<ChromiumOptions>>().Value;

        Assert.Equal(("/set", "/code", "/typed", false), (options.BrowserPath, options.DriverPath, options.ProfileFolder, options.Headless));
        Assert.Equal(["--code", "--set"], options.Arguments);
    }

    [Fact]
    public void UseRemoteSelenium_Settings_ComeAfterTheCode()
    {
        ServiceCollection services = new();
        services.AddSingleton<ISettings>(new Settings("Remote", static options => ((RemoteOptions)options).HubUrl = s_hub));
        services.AddHoldfast().UseRemoteSelenium(_ => { });
        using ServiceProvider provider = services.BuildServiceProvider();

        Assert.Equal(s_hub, provider.GetRequiredService<IOptions<RemoteOptions>>().Value.HubUrl);
    }

    [Fact]
    public void UseBoth_TheFirstCounts()
    {
        using ServiceProvider provider = Build(builder => builder.UseRemoteSelenium(options => options.HubUrl = s_hub).UseSelenium(_ => { }));
        _ = Assert.IsType<RemoteProvider>(Assert.Single(provider.GetServices<ISessionProvider<IWebDriver>>()));
    }

    /// <summary>Each named session has the browser that was set up for it, and the profile of the command line goes to none of them.</summary>
    [Fact]
    public async Task UseSelenium_TwoNames_EachHasItsOwnOptions()
    {
        ServiceCollection services = new();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection([new("Holdfast:ProfileFolder", "/kept")]).Build());
        _ = services.AddHoldfast("inbox").UseSelenium(options => options.ProfileFolder = "/inbox");
        _ = services.AddHoldfast("archive").UseSelenium(_ => { });
        _ = services.AddHoldfast("far").UseRemoteSelenium(options => options.HubUrl = s_hub);
        await using ServiceProvider provider = services.BuildServiceProvider();

        IOptionsMonitor<ChromiumOptions> options = provider.GetRequiredService<IOptionsMonitor<ChromiumOptions>>();
        Assert.Equal(("/inbox", null), (options.Get("inbox").ProfileFolder, options.Get("archive").ProfileFolder));
        Assert.NotSame(provider.GetRequiredKeyedService<ISessionManager>("inbox"), provider.GetRequiredKeyedService<ISessionManager>("archive"));
        _ = Assert.IsType<ChromiumProvider>(provider.GetRequiredKeyedService<ISessionProvider<IWebDriver>>("inbox"));
        _ = Assert.IsType<RemoteProvider>(provider.GetRequiredKeyedService<ISessionProvider<IWebDriver>>("far"));
        Assert.Null(provider.GetService<ISessionManager>());
    }

    [Fact]
    public void UseSelenium_PageLoadLimitOfNothing_IsRefused()
    {
        using ServiceProvider provider = Build(builder => builder.UseSelenium(options => options.PageLoadLimit = TimeSpan.Zero));
        OptionsValidationException refused = Assert.Throws<OptionsValidationException>(provider.GetRequiredService<ISessionProvider<IWebDriver>>);
        Assert.Contains("PageLoadLimit", refused.Message, StringComparison.Ordinal);
    }

    private static ServiceProvider Build(Action<IHoldfastBuilder> use, Dictionary<string, string?>? configuration = null)
    {
        ServiceCollection services = new();
        services.AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(configuration).Build());
        use(services.AddHoldfast());
        return services.BuildServiceProvider();
    }

    private sealed class Settings(string only, Action<object> set) : ISettings
    {
        public void Bind(string section, object options)
        {
            Assert.Equal(only, section);
            set(options);
        }
    }
}

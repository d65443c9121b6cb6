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

    [Fact]
    public void UseBoth_TheFirstCounts()
    {
        using ServiceProvider provider = Build(builder => builder.UseRemoteSelenium(options => options.HubUrl = s_hub).UseSelenium(_ => { }));
        _ = Assert.IsType<RemoteProvider>(Assert.Single(provider.GetServices<ISessionProvider<IWebDriver>>()));
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
}

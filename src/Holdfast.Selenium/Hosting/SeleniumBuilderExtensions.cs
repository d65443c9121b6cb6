using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using OpenQA.Selenium;

namespace Holdfast.Selenium;

/// <summary>Adds Chromium through Selenium.</summary>
public static class SeleniumBuilderExtensions
{
    /// <summary>Registers <see cref="ChromiumProvider"/> as the provider of <see cref="IWebDriver"/> sessions.</summary>
    /// <param name="builder">What is being built.</param>
    /// <param name="configure">Sets the options; several calls add up.</param>
    /// <returns><paramref name="builder"/>.</returns>
    public static IHoldfastBuilder UseSelenium(this IHoldfastBuilder builder, Action<ChromiumOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        _ = builder.Services.AddOptions<ChromiumOptions>()
            .Configure(configure)
            .Validate(
                options => options.CommandTimeout > TimeSpan.Zero,
                "ChromiumOptions.CommandTimeout must be more than zero.");
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.TryAddSingleton<ISessionProvider<IWebDriver>>(services => new ChromiumProvider(
            services.GetRequiredService<IOptions<ChromiumOptions>>().Value,
            services.GetRequiredService<TimeProvider>()));
        return builder;
    }
}

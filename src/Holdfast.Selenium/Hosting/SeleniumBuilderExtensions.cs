using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using OpenQA.Selenium;

namespace Holdfast.Selenium;

/// <summary>Adds Chromium through Selenium.</summary>
public static class SeleniumBuilderExtensions
{
    /// <summary>Registers <see cref="ChromiumProvider"/> as the provider of <see cref="IWebDriver"/> sessions, their manager and their sweeper.</summary>
    /// <remarks>In a <c>HoldfastApp</c> the settings of its user, such as <c>HOLDFAST__CHROMIUM__COMMANDTIMEOUT</c>, come after
    /// <paramref name="configure"/>. After both come the configuration's <c>Holdfast:Headed</c> (true or false) and <c>Holdfast:ProfileFolder</c>, which
    /// the command line's <c>--headed</c> and <c>--profile</c> set. A profile folder that is set outside the code serves the session without a name
    /// only.</remarks>
    /// <param name="builder">What is being built.</param>
    /// <param name="configure">Sets the options; several calls add up.</param>
    /// <returns><paramref name="builder"/>.</returns>
    public static IHoldfastBuilder UseSelenium(this IHoldfastBuilder builder, Action<ChromiumOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostConfigureOptions<ChromiumOptions>, ChromiumSettings>());
        string name = builder.ServiceKey ?? Options.DefaultName;
        _ = builder.Services.AddOptions<ChromiumOptions>(name)
            .Configure(configure)
            .Validate(
                options => options.CommandTimeout > TimeSpan.Zero && options.PageLoadLimit > TimeSpan.Zero,
                "ChromiumOptions.CommandTimeout and PageLoadLimit must be more than zero.")
            .ValidateOnStart();
        builder.Services.TryAddSingleton(TimeProvider.System);
        AddProvider(builder, services => new ChromiumProvider(
            services.GetRequiredService<IOptionsMonitor<ChromiumOptions>>().Get(name),
            services.GetRequiredService<TimeProvider>()));
        if (builder.ServiceKey is null)
        {
            builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IOrphanSweeper, ChromiumSweeper>());
        }
        else
        {
            _ = builder.Services.AddSingleton<IOrphanSweeper>(services => new ChromiumSweeper(
                Options.Create(services.GetRequiredService<IOptionsMonitor<ChromiumOptions>>().Get(name))));
        }

        return builder.AddSession<IWebDriver>();
    }

    /// <summary>Registers <see cref="RemoteProvider"/> as the provider of <see cref="IWebDriver"/> sessions, and their manager. Use either this or
    /// <see cref="UseSelenium"/>: the first one counts.</summary>
    /// <remarks>In a <c>HoldfastApp</c> the settings of its user, such as <c>HOLDFAST__REMOTE__HUBURL</c>, come after <paramref name="configure"/>. After
    /// both comes the configuration's <c>Holdfast:Headed</c> (true or false), which the command line's <c>--headed</c> sets.</remarks>
    /// <param name="builder">What is being built.</param>
    /// <param name="configure">Sets the options; <see cref="RemoteOptions.HubUrl"/> is required. Several calls add up.</param>
    /// <returns><paramref name="builder"/>.</returns>
    public static IHoldfastBuilder UseRemoteSelenium(this IHoldfastBuilder builder, Action<RemoteOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IPostConfigureOptions<RemoteOptions>, ChromiumSettings>());
        string name = builder.ServiceKey ?? Options.DefaultName;
        _ = builder.Services.AddOptions<RemoteOptions>(name)
            .Configure(configure)
            .Validate(options => RemoteProvider.IsHub(options.HubUrl), "RemoteOptions.HubUrl must be set to an http or https address.")
            .Validate(
                options => options.CommandTimeout > TimeSpan.Zero && options.AnswerLimit > TimeSpan.Zero,
                "RemoteOptions.CommandTimeout and AnswerLimit must be more than zero.")
            .Validate(
                options => options.UnreachableAttempts > 0 && options.UnreachableLimit >= TimeSpan.Zero && options.HubWait >= TimeSpan.Zero,
                "RemoteOptions.UnreachableAttempts must be at least 1; UnreachableLimit and HubWait must not be negative.")
            .ValidateOnStart();
        builder.Services.TryAddSingleton(TimeProvider.System);
        AddProvider(builder, services => new RemoteProvider(
            services.GetRequiredService<IOptionsMonitor<RemoteOptions>>().Get(name),
            services.GetRequiredService<TimeProvider>()));
        return builder.AddSession<IWebDriver>();
    }

    // Null, in the session without a name, is no key.
    private static void AddProvider(IHoldfastBuilder builder, Func<IServiceProvider, ISessionProvider<IWebDriver>> create) =>
        builder.Services.TryAddKeyedSingleton(builder.ServiceKey, (services, _) => create(services));
}

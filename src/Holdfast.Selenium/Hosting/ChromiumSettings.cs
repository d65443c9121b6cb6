using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Holdfast.Selenium;

/// <summary>Lets the settings of a program's user come after what the program sets in code, and what was typed after both.</summary>
internal sealed class ChromiumSettings(IServiceProvider services) : IPostConfigureOptions<ChromiumOptions>, IPostConfigureOptions<RemoteOptions>
{
    private readonly IConfiguration? _typed = services.GetService<IConfiguration>();

    public void PostConfigure(string? name, ChromiumOptions options)
    {
        string? folder = options.ProfileFolder;
        services.GetService<ISettings>()?.Bind("Chromium", options);
        options.Headless = IsHeadless ?? options.Headless;

        // A profile serves one browser at a time: the user's is for the session without a name.
        options.ProfileFolder = string.IsNullOrEmpty(name) ? _typed?["Holdfast:ProfileFolder"] ?? options.ProfileFolder : folder;
    }

    public void PostConfigure(string? name, RemoteOptions options)
    {
        services.GetService<ISettings>()?.Bind("Remote", options);
        options.Headless = IsHeadless ?? options.Headless;
    }

    private bool? IsHeadless => bool.TryParse(_typed?["Holdfast:Headed"], out bool headed) ? !headed : null;
}

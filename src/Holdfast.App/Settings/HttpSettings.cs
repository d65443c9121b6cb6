using Microsoft.Extensions.Options;

namespace Holdfast.App;

/// <summary>Lets the settings of a program's user come after what the program sets in code, for the calls of every session that it has. What belongs to one
/// site is the unnamed session's: another session is another site's.</summary>
internal sealed class HttpSettings(ISettings settings) : IPostConfigureOptions<SessionHttpOptions>
{
    public void PostConfigure(string? name, SessionHttpOptions options)
    {
        (Uri? address, string? page, string? cookie, string header) = (options.BaseAddress, options.LoginPath, options.LoginCookie, options.CsrfHeader);
        Uri[] origins = [.. options.AllowOrigins];
        settings.Bind(SettingPlaces.Http, options);
        if (string.IsNullOrEmpty(name))
        {
            return;
        }

        (options.BaseAddress, options.LoginPath, options.LoginCookie, options.CsrfHeader) = (address, page, cookie, header);
        options.AllowOrigins.Clear();
        foreach (Uri origin in origins)
        {
            options.AllowOrigins.Add(origin);
        }
    }
}

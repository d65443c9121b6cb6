using Microsoft.Extensions.Options;

namespace Holdfast.App;

/// <summary>Lets the settings of a program's user come after what the program sets in code, for every session that it has. The name is the unnamed session's:
/// two of one name could not be told apart.</summary>
internal sealed class SessionSettings(ISettings settings) : IPostConfigureOptions<SessionOptions>
{
    public void PostConfigure(string? name, SessionOptions options)
    {
        string own = options.Name;
        settings.Bind(SettingPlaces.Session, options);
        options.Name = string.IsNullOrEmpty(name) ? options.Name : own;
    }
}

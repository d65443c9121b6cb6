using System.ComponentModel.DataAnnotations;
using Holdfast.Actions;

namespace Holdfast.App;

/// <summary>Where a user may put settings: the sections that this program binds.</summary>
internal static class SettingPlaces
{
    public const string Session = "Session";
    public const string Http = "Http";
    public const string Run = "Run";

    private const string Chromium = "Chromium";

    // The last three are read by adapters.
    private static readonly string[] s_sections = [Session, Http, Run, Chromium, "Remote", "Holdfast"];

    /// <summary>Sets the settings of the run, and checks all others, so that a slip is told by any command and before anything is started.</summary>
    /// <param name="settings">What was set from outside.</param>
    /// <param name="run">The settings of the run.</param>
    /// <param name="added">The options that the program added.</param>
    /// <exception cref="ConfigurationException">One is unknown, or its value cannot be taken.</exception>
    public static void Take(StrictSettings settings, RunSettings run, IReadOnlyList<IAppOption> added)
    {
        foreach (string key in settings.FromEnvironment)
        {
            Require(settings, key, added);
        }

        settings.Bind(Session, new SessionOptions());
        settings.Bind(Http, new SessionHttpOptions());
        settings.Bind(Run, run);

        // What the program itself has set.
        List<ValidationResult> failures = [];
        if (!Validator.TryValidateObject(run, new ValidationContext(run), failures, validateAllProperties: true))
        {
            throw new ConfigurationException($"bad configuration of the run: {string.Join(" ", failures.Select(failure => failure.ErrorMessage))}");
        }
    }

    /// <summary>A program may read sections of its own, whatever their names resemble: a slip in a section's name is one only where the setting in it
    /// is ours, or where no other word is so near.</summary>
    private static void Require(StrictSettings settings, string key, IReadOnlyList<IAppOption> added)
    {
        string[] parts = key.Split(':');
        if (s_sections.Contains(parts[0], StringComparer.OrdinalIgnoreCase))
        {
            return;
        }

        SettingName name = settings.NameOf(key);
        string[] meant = parts.Length > 1
            ? [.. NearMatch.Find(parts[0], [.. Sections(parts[1]), Chromium]).Select(section => name.With(0, section))]
            : [.. OptionVariables.Of(parts[0], added), .. Sections(parts[0]).Select(section => name.Within(section))];
        if (meant.Length > 0)
        {
            throw new ConfigurationException($"unknown setting {name}. Did you mean {string.Join(" or ", meant)}?");
        }
    }

    private static IEnumerable<string> Sections(string word) =>
        from place in ((string Section, Type Options)[])[(Session, typeof(SessionOptions)), (Http, typeof(SessionHttpOptions)), (Run, typeof(RunSettings))]
        where SettingProperty.Of(place.Options).Any(property => property.Name.Equals(word, StringComparison.OrdinalIgnoreCase))
        select place.Section;
}

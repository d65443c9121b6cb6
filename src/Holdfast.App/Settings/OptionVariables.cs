using Holdfast.Actions;

namespace Holdfast.App;

/// <summary>Variables with one underscore: <c>HOLDFAST_BATCH</c> is an option's, and <c>HOLDFAST_BATCHSIZE</c> is a slip.</summary>
internal static class OptionVariables
{
    // Read where a browser is looked for.
    private static readonly string[] s_browsers = ["HOLDFAST_CHROMIUM", "HOLDFAST_CHROMEDRIVER"];

    private const string Prefix = "HOLDFAST_";

    // A shorter word, such as a name, may be anybody's.
    private const int LeastTelling = 8;

    private static readonly string[] s_own = ["--ledger", "--concurrency", "--batch", "--headed", "--profile"];

    private static readonly (string Section, Type Options)[] s_sections =
        [(SettingPlaces.Session, typeof(SessionOptions)), (SettingPlaces.Http, typeof(SessionHttpOptions)), (SettingPlaces.Run, typeof(RunSettings))];

    /// <summary>The options' variables that are this word but for case.</summary>
    public static IEnumerable<string> Of(string word, IReadOnlyList<IAppOption> added) =>
        All(added).Where(variable => variable.Equals(Prefix + word, StringComparison.OrdinalIgnoreCase));

    /// <summary>A program may have variables of its own: one is a slip only where it is nearly an option's, or a setting's with too few underscores.</summary>
    /// <param name="variables">All variables.</param>
    /// <param name="added">The options that the program added.</param>
    /// <param name="secrets">The secrets that it reads.</param>
    /// <exception cref="ConfigurationException">There is a slip.</exception>
    public static void Require(IEnumerable<string> variables, IReadOnlyList<IAppOption> added, IReadOnlyList<AppSecret> secrets)
    {
        string[] known = [.. All(added)];
        HashSet<string> taken = new(
            [.. known, .. s_browsers, .. secrets.SelectMany(static secret => (string[])[secret.Name, secret.Name + "_FILE"])],
            StringComparer.OrdinalIgnoreCase);
        foreach (string variable in variables.Where(variable => IsOurs(variable) && !taken.Contains(variable)))
        {
            string word = variable[Prefix.Length..];
            string[] meant = [.. Settings(word)];
            if (meant.Length == 0)
            {
                meant = [.. NearMatch.Find(word, known.Select(static one => one[Prefix.Length..]))
                    .Where(one => Math.Abs(one.Length - word.Length) <= 2).Select(static one => Prefix + one)];
            }

            if (meant.Length > 0)
            {
                throw new ConfigurationException($"unknown setting {variable}. Did you mean {string.Join(" or ", meant)}?");
            }
        }
    }

    private static bool IsOurs(string variable) => variable.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase)
        && !variable.StartsWith(EnvironmentSource.Prefix, StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<string> All(IReadOnlyList<IAppOption> added) =>
        s_own.Concat(added.Select(static option => option.Name)).Select(EnvironmentSettings.Variable);

    /// <summary>The settings that this is, with or without their section, wherever its underscores are.</summary>
    private static IEnumerable<string> Settings(string word)
    {
        string bare = Bare(word);
        return from place in s_sections
               from path in Paths(place.Options, place.Section.ToUpperInvariant())
               where Bare(path) == bare || (bare.Length >= LeastTelling && Bare(path[(place.Section.Length + 2)..]) == bare)
               select EnvironmentSource.Prefix + path;
    }

    private static IEnumerable<string> Paths(Type options, string above) => SettingProperty.Of(options)
        .Where(static property => property.IsOffered)
        .Select(property => (property, path: $"{above}__{property.Name.ToUpperInvariant()}"))
        .SelectMany(one => one.property.IsGroup ? Paths(one.property.Type, one.path) : [one.path]);

    private static string Bare(string word) => word.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant();
}

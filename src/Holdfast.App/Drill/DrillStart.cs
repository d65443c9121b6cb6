namespace Holdfast.App;

/// <summary>How a drilled run is started.</summary>
/// <param name="Words">Its command line.</param>
/// <param name="Variables">What its environment has beside the drill's own.</param>
internal sealed record DrillStart(IReadOnlyList<string> Words, IReadOnlyDictionary<string, string> Variables)
{
    /// <summary>The program's own options go by the environment: a value may hold a password, and everybody may read a command line. An empty variable
    /// counts as none, so an empty value, which hides nothing, stays an argument.</summary>
    public static DrillStart Of(IReadOnlyList<string> words, IReadOnlyList<IAppOption> options)
    {
        Dictionary<string, string> variables = new(StringComparer.Ordinal);
        List<string> all = [.. words];
        foreach (IAppOption option in options)
        {
            switch (option.Text)
            {
                case null:
                    break;
                case "":
                    all.AddRange([option.Name, ""]);
                    break;
                case { } text:
                    variables[EnvironmentSettings.Variable(option.Name)] = text;
                    break;
            }
        }

        return new DrillStart(all, variables);
    }
}

namespace Holdfast.App;

/// <summary>A secret that <c>run</c> cannot do without. It is read before anything is started, so that a missing one costs no browser.</summary>
public sealed class AppSecret
{
    private Secret? _secret;

    internal AppSecret(string name) => Name = name;

    /// <summary>The environment variable that holds it, or with <c>_FILE</c> appended the path of the file that does.</summary>
    public string Name { get; }

    /// <summary>The secret in clear text, for the one call that needs it.</summary>
    /// <exception cref="InvalidOperationException">The run has not started: read it inside a callback or an action.</exception>
    public string Value => _secret?.Reveal()
        ?? throw new InvalidOperationException($"The secret {Name} is read when the run starts. Ask for it inside a callback or an action.");

    /// <exception cref="ConfigurationException">It is not set, or cannot be read.</exception>
    internal void Take(Func<string, string?> environment) => _secret = Secret.Read(Name, environment);
}

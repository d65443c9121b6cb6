namespace Holdfast.App;

/// <summary>A password, token or the like. It prints as <c>***</c>, and its value is blotted out of everything that is logged, kept or shown, in
/// whatever way it is written: see <see cref="KnownSecrets"/>.</summary>
/// <remarks>Secrets never come from arguments: those are in every process list and shell history.</remarks>
public sealed class Secret
{
    private readonly string _value;

    private Secret(string name, string value)
    {
        Name = name;
        _value = value;
        KnownSecrets.Add(name, value);
    }

    /// <summary>The name it was read under.</summary>
    public string Name { get; }

    /// <summary>Reads the environment variable <paramref name="name"/>, or the file that the variable <c>NAME_FILE</c> names, such as a systemd
    /// credential or a container's secret. The file wins; one line end at its end is not part of the secret.</summary>
    /// <param name="name">The variable, such as <c>KINFOLK_PASSWORD</c>.</param>
    /// <returns>The secret.</returns>
    /// <exception cref="ConfigurationException">Neither is set, the value is empty, or the file cannot be read.</exception>
    public static Secret Read(string name) => Read(name, Environment.GetEnvironmentVariable);

    /// <summary>The secret itself. Hand it to the site and to nobody else.</summary>
    /// <returns>The value.</returns>
    public string Reveal() => _value;

    /// <inheritdoc/>
    public override string ToString() => KnownSecrets.Placeholder;

    internal static Secret Read(string name, Func<string, string?> environment)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        SecretVariables.Add(name);
        string? file = environment($"{name}_FILE");
        string? value = string.IsNullOrEmpty(file) ? environment(name) : ReadFile(name, file);
        return string.IsNullOrEmpty(value)
            ? throw new ConfigurationException(
                string.IsNullOrEmpty(file)
                    ? $"the secret {name} is not set. Set the environment variable {name}, or {name}_FILE to the path of a file that holds it."
                    : $"the secret {name} is empty: the file '{file}' that {name}_FILE names has nothing in it.")
            : new Secret(name, value);
    }

    private static string ReadFile(string name, string file)
    {
        try
        {
            string text = File.ReadAllText(file);
            return text.EndsWith("\r\n", StringComparison.Ordinal) ? text[..^2] : text.EndsWith('\n') ? text[..^1] : text;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException(
                $"the secret {name} cannot be read: {exception.Message.TrimEnd('.')}. Check {name}_FILE and the permissions of that file.",
                exception);
        }
    }
}

using System.Collections.Concurrent;

namespace Holdfast;

/// <summary>
/// The environment variables that this program has a secret from. What it starts inherits its environment, and everybody who may look at a process sees
/// it there; so adapters take these out of what a driver and a browser get. Process wide, as the environment is. Thread safe.
/// </summary>
public static class SecretVariables
{
    private static readonly ConcurrentDictionary<string, byte> s_names =
        new(OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);

    /// <summary>Adds a variable, and the one of its name with <c>_FILE</c> appended. A program that reads a secret by itself calls this before its session
    /// is opened; what runs already keeps what it was given.</summary>
    /// <param name="name">The variable, such as <c>KINFOLK_PASSWORD</c>.</param>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public static void Add(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        _ = s_names.TryAdd(name, 0);
        _ = s_names.TryAdd(name + "_FILE", 0);
    }

    /// <summary>Takes them out of the environment of a process that is about to be started.</summary>
    /// <param name="environment">Its variables, such as <see cref="System.Diagnostics.ProcessStartInfo.Environment"/>.</param>
    public static void RemoveFrom(IDictionary<string, string?> environment)
    {
        ArgumentNullException.ThrowIfNull(environment);
        foreach (string name in s_names.Keys)
        {
            _ = environment.Remove(name);
        }
    }
}

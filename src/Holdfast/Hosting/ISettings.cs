namespace Holdfast;

/// <summary>The settings that a program was given from outside, such as by environment variables. Adapters let them come after what the program sets in
/// code.</summary>
internal interface ISettings
{
    /// <summary>Sets the properties that the section has values for. What no property is, or cannot be read, is refused.</summary>
    /// <param name="section">The section's name, such as <c>Session</c>.</param>
    /// <param name="options">The options.</param>
    void Bind(string section, object options);
}

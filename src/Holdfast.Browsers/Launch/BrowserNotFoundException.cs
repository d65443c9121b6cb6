namespace Holdfast.Browsers;

/// <summary>Chromium or its driver is not installed where it was looked for. The message says where that was and how to install it.</summary>
public sealed class BrowserNotFoundException : SessionSetupException
{
    /// <summary>Names what is missing.</summary>
    /// <param name="program">The program, such as <c>chromedriver</c>.</param>
    /// <param name="searched">Every path that was tried.</param>
    /// <param name="advice">How to install it.</param>
    public BrowserNotFoundException(string program, IReadOnlyList<string> searched, string advice)
        : base($"{program} was not found. Searched: {string.Join(", ", searched)}. {advice}")
    {
        Program = program;
        Searched = searched;
    }

    /// <summary>The program that is missing.</summary>
    public string Program { get; }

    /// <summary>Every path that was tried, in order.</summary>
    public IReadOnlyList<string> Searched { get; }
}

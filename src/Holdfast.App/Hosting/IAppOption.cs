using System.CommandLine;

namespace Holdfast.App;

/// <summary>An added option, whatever its type.</summary>
internal interface IAppOption
{
    string Name { get; }

    string Key { get; }

    Option Symbol { get; }

    /// <summary>The value as configuration holds it; null for none.</summary>
    string? Text { get; }

    /// <summary>Takes the value from a command line.</summary>
    void Take(ParseResult result);
}

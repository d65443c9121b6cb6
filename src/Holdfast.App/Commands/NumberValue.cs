using System.CommandLine.Parsing;
using System.Globalization;

namespace Holdfast.App;

/// <summary>Reads whole numbers of a command line, and refuses what is none in our own words.</summary>
internal static class NumberValue
{
    /// <summary>A number within limits.</summary>
    /// <param name="result">What was typed.</param>
    /// <param name="name">The option.</param>
    /// <param name="least">The least that is taken.</param>
    /// <param name="most">The most.</param>
    /// <returns>The number; null when it was refused.</returns>
    public static int? Between(ArgumentResult result, string name, int least, int most) =>
        (int?)Read(result, least, most, text => $"{name} must be {least} to {most}, and it is '{text}'");

    /// <summary>The number of a run, an incident or the like.</summary>
    /// <param name="result">What was typed.</param>
    /// <param name="subject">What needs it, such as <c>runs show</c> or <c>--run</c>.</param>
    /// <param name="shownBy">The command that lists the numbers.</param>
    /// <returns>The number; null when it was refused.</returns>
    public static long? Listed(ArgumentResult result, string subject, string shownBy) =>
        Read(result, 0, long.MaxValue, text => $"{subject} needs a number, and it is '{text}'; '{shownBy}' lists them");

    /// <summary>Any number.</summary>
    /// <param name="result">What was typed.</param>
    /// <param name="name">The option.</param>
    /// <returns>The number; null when it was refused.</returns>
    public static int? Any(ArgumentResult result, string name) =>
        (int?)Read(result, int.MinValue, int.MaxValue, text => $"{name} must be a whole number, and it is '{text}'");

    private static long? Read(ArgumentResult result, long least, long most, Func<string, string> refusal)
    {
        string text = result.Tokens is [{ Value: { } token }] ? token : "";
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) && value >= least && value <= most)
        {
            return value;
        }

        result.AddError(refusal(text));
        return null;
    }
}

using System.Text.Json;

namespace Holdfast;

/// <summary>Words for other programs: <c>browser_exited</c> for <c>BrowserExited</c>.</summary>
internal static class SnakeCase
{
    public static string Of<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());
}

using System.Diagnostics.CodeAnalysis;

namespace Holdfast.Actions;

/// <summary>An action keeps a type as JSON that nothing in the program knows how to write. The message has the line that mends it.</summary>
[SuppressMessage("Design", "CA1064:Exceptions should be public", Justification = "Callers see an InvalidOperationException.")]
internal sealed class JsonTypeException(string action, Type type) : InvalidOperationException(
    $"action '{action}' keeps {type.Name} as JSON, and this program cannot write it: reflection is off for JSON, as in file-based and trimmed "
    + $"programs. Name it in a JsonSerializerContext, [JsonSerializable(typeof({type.Name}))], and hand that in: app.UseJson(YourContext.Default)");

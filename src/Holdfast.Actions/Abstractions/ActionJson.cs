using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Holdfast.Actions;

/// <summary>How the values of actions become JSON.</summary>
internal static class ActionJson
{
    /// <summary>The options for types that a resolver knows. Types beyond it are left to reflection, where the program has it.</summary>
    /// <param name="types">What knows the types; null for reflection alone.</param>
    public static JsonSerializerOptions Options(IJsonTypeInfoResolver? types) => types is null ? JsonSerializerOptions.Web : new(JsonSerializerDefaults.Web)
    {
        TypeInfoResolver = JsonTypeInfoResolver.Combine(types, JsonSerializerOptions.Web.TypeInfoResolver),
    };

    /// <summary>Whether a type can be kept.</summary>
    public static bool Knows(JsonSerializerOptions options, Type type)
    {
        try
        {
            return options.TryGetTypeInfo(type, out _);
        }
        catch (Exception exception) when (exception is InvalidOperationException or NotSupportedException)
        {
            // Options without any resolver, or a type with a part that nobody knows.
            return false;
        }
    }
}

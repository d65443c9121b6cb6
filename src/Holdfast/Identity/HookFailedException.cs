using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Holdfast;

/// <summary>What a hook threw of its own, with the hook's stack and with messages that are safe to keep: whoever logs it logs no secret.</summary>
[SuppressMessage("Design", "CA1064:Exceptions should be public", Justification = "Callers see SessionUnavailableException.")]
internal sealed class HookFailedException(string hook, Exception thrown) : Exception($"the {hook} hook threw {Name(thrown)}")
{
    /// <inheritdoc/>
    public override string StackTrace { get; } = Trace(thrown);

    /// <inheritdoc/>
    public override string ToString() => $"{Message}{Environment.NewLine}{StackTrace}";

    private static string Name(Exception exception) => $"{exception.GetType().Name}: {EvidenceText.Clean(exception.Message)}";

    private static string Trace(Exception thrown)
    {
        StringBuilder trace = new(thrown.StackTrace);
        for (Exception? inner = thrown.InnerException; inner is not null; inner = inner.InnerException)
        {
            trace.AppendLine().Append("because of ").AppendLine(Name(inner)).Append(inner.StackTrace);
        }

        return trace.ToString();
    }
}

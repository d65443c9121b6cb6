using System.Text;

namespace Holdfast.Actions;

/// <summary>A unit of user work that the runner can run, resume and account for.</summary>
/// <remarks>An action holds no session logic and no state between calls: it may be called from several threads, and again after a death.</remarks>
public abstract class HoldfastAction : IAction
{
    /// <summary>The action's name on the command line and in the ledger. Default: the type's name in kebab case, so that
    /// <c>GatherMatches</c> is <c>gather-matches</c>. Changing it starts a new account.</summary>
    public virtual string Name => KebabCase(GetType().Name);

    internal static string KebabCase(string name)
    {
        StringBuilder result = new();
        foreach (char letter in name)
        {
            if (char.IsUpper(letter) && result.Length > 0)
            {
                result.Append('-');
            }

            result.Append(char.ToLowerInvariant(letter));
        }

        return result.ToString();
    }
}

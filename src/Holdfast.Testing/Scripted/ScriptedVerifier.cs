namespace Holdfast.Testing;

/// <summary>A site that says who we are: a member, until the test says otherwise.</summary>
/// <remarks>Thread safe.</remarks>
public sealed class ScriptedVerifier : ILoginVerifier
{
    /// <summary>Each question; answered when the step has ended.</summary>
    public ScriptedStep Asked { get; } = new();

    /// <summary>What the site answers. Asked when the question arrives, however long the answer takes. Default: the member <c>ann</c>.</summary>
    public Func<LoginSnapshot, Identity> Answer { get; set; } = static _ => Identity.Member("ann");

    /// <inheritdoc/>
    public async Task<Identity> WhoAmIAsync(LoginSnapshot login, CancellationToken cancellationToken)
    {
        Identity answer = Answer(login);
        await Asked.RunAsync(cancellationToken).ConfigureAwait(false);
        return answer;
    }
}

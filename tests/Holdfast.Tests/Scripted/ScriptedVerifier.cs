namespace Holdfast.Tests;

/// <summary>A site that says who we are: a member, until the test says otherwise.</summary>
internal sealed class ScriptedVerifier : ILoginVerifier
{
    public Step Asked { get; } = new();

    public Func<LoginSnapshot, Identity> Answer { get; set; } = static _ => Identity.Member("ann");

    public async Task<Identity> WhoAmIAsync(LoginSnapshot login, CancellationToken cancellationToken)
    {
        // What the site knows when the question arrives; the answer may take its time.
        Identity answer = Answer(login);
        await Asked.RunAsync(cancellationToken);
        return answer;
    }
}

namespace Holdfast.Tests.Shared;

/// <summary>Where a job ends that nobody kills. Its parent may be gone, and a pipe that nobody reads is no error to the console.</summary>
internal sealed class JobLimit
{
    private const int MostLines = 10_000;

    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(60);

    private readonly long _begun = TimeProvider.System.GetTimestamp();
    private int _lines;

    public bool IsReached => _lines >= MostLines || TimeProvider.System.GetElapsedTime(_begun) >= s_longest;

    /// <summary>Says what the ledger has answered.</summary>
    public void Acknowledge(string line)
    {
        Console.WriteLine(line);
        _lines++;
    }
}

namespace Holdfast.App;

/// <summary>Finds the run that was meant.</summary>
internal static class RunChoice
{
    /// <summary>The run of that number, or the newest.</summary>
    /// <returns>Its number; null when none was named and there is none.</returns>
    /// <exception cref="UsageException">There is no such run.</exception>
    public static long? Find(RunLedger ledger, long? named, string program)
    {
        if (named is { } id)
        {
            Require(ledger, id, program);
            return id;
        }

        return ledger.ReadRuns(limit: 1) is [var newest] ? newest.RunId : null;
    }

    /// <exception cref="UsageException">There is no such run.</exception>
    public static void Require(RunLedger ledger, long id, string program)
    {
        if (!ledger.ReadRuns().Any(run => run.RunId == id))
        {
            throw new UsageException($"there is no run {id} in '{ledger.Path}'. See '{program} runs'.");
        }
    }
}

namespace Holdfast.App;

/// <summary>Finds the run that was meant.</summary>
internal static class RunChoice
{
    /// <summary>The run of that number, or the newest.</summary>
    /// <returns>Its number; null when none was named and there is none.</returns>
    /// <exception cref="UsageException">There is no such run.</exception>
    public static async Task<long?> FindAsync(ILedgerReader ledger, long? named, string program)
    {
        if (named is { } id)
        {
            await RequireAsync(ledger, id, program).ConfigureAwait(false);
            return id;
        }

        return await ledger.ReadRunsAsync(limit: 1).ConfigureAwait(false) is [var newest] ? newest.RunId : null;
    }

    /// <exception cref="UsageException">There is no such run.</exception>
    public static async Task RequireAsync(ILedgerReader ledger, long id, string program)
    {
        if (!(await ledger.ReadRunsAsync().ConfigureAwait(false)).Any(run => run.RunId == id))
        {
            throw new UsageException($"there is no run {id} in '{ledger.Name}'. See '{program} runs'.");
        }
    }
}

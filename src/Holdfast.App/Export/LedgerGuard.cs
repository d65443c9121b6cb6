namespace Holdfast.App;

/// <summary>Keeps an export from taking the place of a ledger.</summary>
internal static class LedgerGuard
{
    /// <summary>Refuses to write over a ledger or one of the files that belong to it.</summary>
    /// <param name="output">The file, as <see cref="ExportTarget"/> gave it.</param>
    /// <param name="ledger">The ledger that is open, by its name.</param>
    /// <param name="files">What is to be known of its files.</param>
    /// <exception cref="UsageException">The file is a ledger's, or nobody can tell because it cannot be read.</exception>
    public static void Refuse(string output, string ledger, ILedgerFiles files)
    {
        try
        {
            if (files.Claim(output, ledger) is { } claim)
            {
                throw new UsageException($"--output must not be a ledger or one of its files, and '{output}' is {claim}. Choose another name.");
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--output cannot be replaced unseen. {exception.Message.TrimEnd('.')}. Choose another name.");
        }
    }
}

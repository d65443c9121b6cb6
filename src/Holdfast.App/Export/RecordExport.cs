namespace Holdfast.App;

/// <summary>Writes records to a file that is either whole or not there.</summary>
internal static class RecordExport
{
    /// <summary>Writes.</summary>
    /// <returns>How many records were written.</returns>
    /// <exception cref="UsageException">The file cannot be written there.</exception>
    public static async Task<long> WriteAsync(IAsyncEnumerable<StoredRecord> records, ExportFormat format, string output)
    {
        long count = 0;
        await OutputFile.ReplaceAsync(output, async writer => count = await (format == ExportFormat.Jsonl
            ? WriteJsonlAsync(records, writer)
            : WriteCsvAsync(records, output, writer)).ConfigureAwait(false)).ConfigureAwait(false);
        return count;
    }

    /// <summary>The columns are known after the last record. Reading the ledger twice could show two different moments.</summary>
    private static async Task<long> WriteCsvAsync(IAsyncEnumerable<StoredRecord> records, string output, TextWriter writer)
    {
        string spool = OutputFile.NewDraft(output);
        try
        {
            long count = 0;
            await OutputFile.WriteAsync(spool, async lines => count = await WriteJsonlAsync(records, lines).ConfigureAwait(false)).ConfigureAwait(false);
            CsvTable.Write(() => File.ReadLines(spool), writer);
            return count;
        }
        finally
        {
            File.Delete(spool);
        }
    }

    private static async Task<long> WriteJsonlAsync(IAsyncEnumerable<StoredRecord> records, TextWriter writer)
    {
        long count = 0;
        await foreach (StoredRecord record in records.ConfigureAwait(false))
        {
            await writer.WriteLineAsync(RecordLine.Of(record)).ConfigureAwait(false);
            count++;
        }

        return count;
    }
}

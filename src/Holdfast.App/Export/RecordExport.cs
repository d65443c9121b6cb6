namespace Holdfast.App;

/// <summary>Writes records to a file that is either whole or not there.</summary>
internal static class RecordExport
{
    /// <summary>Writes.</summary>
    /// <returns>How many records were written.</returns>
    /// <exception cref="UsageException">The file cannot be written there.</exception>
    public static long Write(IEnumerable<StoredRecord> records, ExportFormat format, string output)
    {
        long count = 0;
        OutputFile.Replace(output, writer => count = format == ExportFormat.Jsonl ? WriteJsonl(records, writer) : WriteCsv(records, output, writer));
        return count;
    }

    /// <summary>The columns are known after the last record. Reading the ledger twice could show two different moments.</summary>
    private static long WriteCsv(IEnumerable<StoredRecord> records, string output, TextWriter writer)
    {
        string spool = OutputFile.NewDraft(output);
        try
        {
            long count = 0;
            OutputFile.Write(spool, lines => count = WriteJsonl(records, lines));
            CsvTable.Write(() => File.ReadLines(spool), writer);
            return count;
        }
        finally
        {
            File.Delete(spool);
        }
    }

    private static long WriteJsonl(IEnumerable<StoredRecord> records, TextWriter writer)
    {
        long count = 0;
        foreach (StoredRecord record in records)
        {
            writer.WriteLine(RecordLine.Of(record));
            count++;
        }

        return count;
    }
}

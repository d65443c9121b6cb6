using System.Text;
using Holdfast.Actions;

namespace Holdfast.App;

/// <summary>Writes records to a file that is either whole or not there: first under another name, then renamed.</summary>
internal static class RecordExport
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Writes.</summary>
    /// <returns>How many records were written.</returns>
    public static long Write(IEnumerable<StoredRecord> records, ExportFormat format, string output)
    {
        string temporary = $"{output}.{Environment.ProcessId}.tmp";
        string spool = $"{output}.{Environment.ProcessId}.spool.tmp";
        try
        {
            long count;
            if (format == ExportFormat.Jsonl)
            {
                count = WriteJsonl(records, temporary);
            }
            else
            {
                // The columns are known after the last record. Reading the ledger twice could show two different moments.
                count = WriteJsonl(records, spool);
                using StreamWriter writer = new(temporary, append: false, Utf8);
                CsvTable.Write(() => File.ReadLines(spool), writer);
            }

            File.Move(temporary, output, overwrite: true);
            return count;
        }
        finally
        {
            File.Delete(temporary);
            File.Delete(spool);
        }
    }

    private static long WriteJsonl(IEnumerable<StoredRecord> records, string path)
    {
        long count = 0;
        using StreamWriter writer = new(path, append: false, Utf8) { NewLine = "\n" };
        foreach (StoredRecord record in records)
        {
            writer.WriteLine(RecordLine.Of(record));
            count++;
        }

        return count;
    }
}

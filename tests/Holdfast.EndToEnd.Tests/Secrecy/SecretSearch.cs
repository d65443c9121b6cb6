using System.Net;
using System.Text;
using Microsoft.Data.Sqlite;

namespace Holdfast.EndToEnd.Tests.Secrecy;

/// <summary>Looks for secrets, in every way in which they may be written.</summary>
internal sealed class SecretSearch(IEnumerable<string> secrets)
{
    private const int NoSuchDevice = 6; // ENXIO, as .NET reports it

    private readonly string[] _needles = [.. secrets.SelectMany(Writing.Needles).Distinct(StringComparer.Ordinal)];
    private readonly StringBuilder _seen = new();
    private readonly List<string> _hits = [];

    /// <summary>What was found, and where.</summary>
    public IReadOnlyList<string> Hits => _hits;

    /// <summary>Everything that was looked at.</summary>
    public string Seen => _seen.ToString();

    public void Look(string where, string text)
    {
        _seen.AppendLine(text);
        foreach (string needle in _needles)
        {
            int at = text.IndexOf(needle, StringComparison.Ordinal);
            if (at >= 0 || WebUtility.HtmlDecode(Uri.UnescapeDataString(text)).Contains(needle, StringComparison.Ordinal))
            {
                _hits.Add($"{where} holds {needle}: {text[Math.Max(0, at - 60)..Math.Min(text.Length, Math.Max(0, at) + 100)]}");
            }
        }
    }

    /// <summary>Every file below a folder.</summary>
    public void LookAt(string folder)
    {
        foreach (string file in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
        {
            Look($"name of {file}", file);
            if (new FileInfo(file).LinkTarget is { } target)
            {
                // A killed browser leaves links that lead nowhere.
                Look($"target of {file}", target);
                continue;
            }

            try
            {
                Look(file, Encoding.UTF8.GetString(File.ReadAllBytes(file)));
            }
            catch (IOException exception) when (exception.HResult == NoSuchDevice)
            {
                // A socket, which holds nothing.
            }
        }
    }

    /// <summary>Every cell of every table.</summary>
    public void LookInto(string ledger)
    {
        using SqliteConnection connection = new($"Data Source={ledger};Mode=ReadOnly;Pooling=False");
        connection.Open();
        foreach (string table in Read(connection, "SELECT name FROM sqlite_schema WHERE type = 'table'"))
        {
            foreach (string cell in Read(connection, $"SELECT * FROM \"{table}\""))
            {
                Look($"table {table}", cell);
            }
        }
    }

    private static List<string> Read(SqliteConnection connection, string sql)
    {
#pragma warning disable CA2100 // Names of tables that the ledger itself gave.
        using SqliteCommand command = new(sql, connection);
#pragma warning restore CA2100
        using SqliteDataReader reader = command.ExecuteReader();
        List<string> cells = [];
        while (reader.Read())
        {
            for (int column = 0; column < reader.FieldCount; column++)
            {
                cells.Add(reader.GetValue(column) is byte[] bytes ? Encoding.UTF8.GetString(bytes) : reader.GetValue(column).ToString() ?? "");
            }
        }

        return cells;
    }
}

using System.Text;

namespace Holdfast.App.Tests;

/// <summary>A strict reader of RFC 4180: every field quoted, every row ended by CRLF, all rows of one width. Anything else fails.</summary>
internal static class CsvEyes
{
    public static string[][] Read(string path)
    {
        string text = File.ReadAllText(path, new UTF8Encoding(false, throwOnInvalidBytes: true));
        List<string[]> rows = [];
        List<string> row = [];
        for (int i = 0; i < text.Length;)
        {
            Assert.Equal('"', text[i++]);
            StringBuilder field = new();
            for (; text[i] != '"' || (i + 1 < text.Length && text[i + 1] == '"'); i++)
            {
                field.Append(text[i]);
                i += text[i] == '"' ? 1 : 0;
            }

            row.Add(field.ToString());
            i++;
            if (text[i] == ',')
            {
                i++;
                continue;
            }

            Assert.Equal("\r\n", text.Substring(i, 2));
            i += 2;
            rows.Add([.. row]);
            row.Clear();
        }

        Assert.Single(rows.Select(each => each.Length).Distinct());
        return [.. rows];
    }
}

using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Microsoft.Data.Sqlite;

namespace Holdfast.Selenium.Tests;

public sealed class DriverCutTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>The kernel drops a process's locks on a file when any descriptor of that file is closed, a duplicate's too: another job could write
    /// to the ledger while this one does.</summary>
    [Theory]
    [InlineData("delete")]
    [InlineData("wal")]
    public async Task Cut_DatabaseIsLocked_EndsConnectionsAndKeepsTheLock(string journal)
    {
        using TcpListener driver = new(IPAddress.Loopback, 0);
        driver.Start();
        int port = ((IPEndPoint)driver.LocalEndpoint).Port;
        using TcpClient ours = new();
        await ours.ConnectAsync(IPAddress.Loopback, port, Token);
        using TcpClient its = await driver.AcceptTcpClientAsync(Token);

        string folder = TestBrowser.NewFolder();
        string database = Path.Combine(folder, "job.db");
        using (SqliteConnection connection = new($"Data Source={database};Pooling=False"))
        {
            await connection.OpenAsync(Token);
            Execute(connection, "PRAGMA journal_mode = " + journal);
            Execute(connection, "CREATE TABLE t(a)");
            Assert.True(await LockProbe.CanTakeAsync(database));
            Execute(connection, "BEGIN IMMEDIATE");
            Execute(connection, "INSERT INTO t VALUES (1)");
            Assert.False(await LockProbe.CanTakeAsync(database));

            Assert.Equal(1, await DriverCut.CutAsync(new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}")), Token));

            Assert.Equal(0, await its.GetStream().ReadAsync(new byte[1], Token).AsTask().WaitAsync(TimeSpan.FromSeconds(10), Token));
            Assert.False(await LockProbe.CanTakeAsync(database), "the cut dropped the lock");
            Execute(connection, "COMMIT");
        }

        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void Duplicate_IsNotInheritedByProcessesStartedMeanwhile()
    {
        using FileStream file = File.OpenRead(Environment.ProcessPath!);
        int copy = NativeMethods.Duplicate((int)file.SafeFileHandle.DangerousGetHandle());
        try
        {
            // "flags:	02100000", octal; the second digit is O_CLOEXEC.
            string flags = File.ReadLines(string.Create(CultureInfo.InvariantCulture, $"/proc/self/fdinfo/{copy}"))
                .Single(line => line.StartsWith("flags:", StringComparison.Ordinal)).Split('\t')[1];
            Assert.NotEqual(0, Convert.ToInt32(flags, 8) & Convert.ToInt32("02000000", 8));
        }
        finally
        {
            _ = NativeMethods.Close(copy);
        }
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = connection.CreateCommand();
#pragma warning disable CA2100 // Constants of the tests.
        command.CommandText = sql;
#pragma warning restore CA2100
        _ = command.ExecuteNonQuery();
    }
}

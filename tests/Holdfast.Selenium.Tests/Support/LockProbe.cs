using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;

namespace Holdfast.Selenium.Tests;

/// <summary>This test program started a second time, to ask for the write lock of a database as another process would.</summary>
internal static class LockProbe
{
    private const string Variable = "HOLDFAST_TEST_LOCK_PROBE";
    private const int Taken = 10;
    private const int Busy = 11;

    /// <summary>Whether another process can take it.</summary>
    public static async Task<bool> CanTakeAsync(string database)
    {
        ProcessStartInfo start = new(Environment.ProcessPath!) { RedirectStandardError = true };
        start.Environment[Variable] = database;
        using Process probe = Process.Start(start)!;
        string errors = await probe.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken).WaitAsync(TimeSpan.FromSeconds(30));
        await probe.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(probe.ExitCode is Taken or Busy, $"code {probe.ExitCode}: {errors}");
        return probe.ExitCode == Taken;
    }

#pragma warning disable CA2255 // The entry point belongs to the test framework; this runs before it.
    [ModuleInitializer]
#pragma warning restore CA2255
    internal static void RunInsteadOfTests()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { } database)
        {
            return;
        }

        int code = Taken;
        try
        {
            using SqliteConnection connection = new($"Data Source={database};Pooling=False;Default Timeout=1");
            connection.Open();
            using SqliteTransaction transaction = connection.BeginTransaction(deferred: false);
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode == 5)
        {
            code = Busy;
        }

        Environment.Exit(code);
    }
}

using System.Diagnostics;

namespace Holdfast.Tests.Shared;

/// <summary>This test program started a second time, to be killed. What it does is named by an environment variable.</summary>
internal sealed class KillableProcess : IDisposable
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(30);

    private readonly Process _process;

    private KillableProcess(Process process) => _process = process;

    public int Id => _process.Id;

    /// <param name="variable">The environment variable.</param>
    /// <param name="order">Its value.</param>
    public static KillableProcess Start(string variable, string order)
    {
        string program = $"{typeof(KillableProcess).Assembly.GetName().Name}{(OperatingSystem.IsWindows() ? ".exe" : "")}";
        ProcessStartInfo start = new(Path.Combine(AppContext.BaseDirectory, program))
        {
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
            UseShellExecute = false,
        };
        start.Environment[variable] = order;
        return new KillableProcess(Process.Start(start)!);
    }

    /// <summary>The next line that it wrote; null when it has ended and everything was read.</summary>
    public async Task<string?> ReadLineAsync() => await _process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken).AsTask()
        .WaitAsync(s_deadline, TimeProvider.System, TestContext.Current.CancellationToken);

    /// <summary>Ends it as the kernel would: no handler of its own runs. Only this one process, by its id.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}

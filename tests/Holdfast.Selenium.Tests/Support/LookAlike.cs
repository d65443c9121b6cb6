using System.Diagnostics;

namespace Holdfast.Selenium.Tests;

/// <summary>A process that looks like a session's, or nearly: a shell under another name, with any arguments. It lives until it is disposed of.</summary>
internal sealed class LookAlike : IDisposable
{
    private const string Script = "echo ready; read line";

    private readonly Process _process;

    private LookAlike(Process process) => _process = process;

    public int Pid => _process.Id;

    public bool IsAlive => ProcessStat.Read(Pid) is { IsRunning: true };

    public ProcessIdentity Identity => ProcessIdentity.Of(Pid)!;

    /// <summary>Starts one, and returns when it runs.</summary>
    /// <param name="program">Its program, see <see cref="MakeProgram"/>.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="runner">What starts it, such as <c>setsid</c>; it keeps the process id.</param>
    public static async Task<LookAlike> StartAsync(string program, IEnumerable<string> arguments, params string[] runner)
    {
        string[] words = [.. runner, program, "-c", Script, .. arguments];
        ProcessStartInfo start = new(words[0], words[1..]) { RedirectStandardInput = true, RedirectStandardOutput = true };
        LookAlike started = new(Process.Start(start)!);
        Assert.Equal("ready", await started._process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken));
        return started;
    }

    /// <summary>A program of this name that takes any arguments.</summary>
    public static string MakeProgram(string folder, string name)
    {
        string program = Path.Combine(folder, name);
        File.Copy(File.ResolveLinkTarget("/bin/sh", returnFinalTarget: true)?.FullName ?? "/bin/sh", program);
        return program;
    }

    public void Dispose()
    {
        _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}

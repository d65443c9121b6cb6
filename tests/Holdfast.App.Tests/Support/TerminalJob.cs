using System.Diagnostics;
using System.Globalization;
using System.Text;

namespace Holdfast.App.Tests;

/// <summary>A job in a terminal of its own, which <c>script</c> makes: this test program, running <see cref="TerminalProgram"/>.</summary>
internal sealed class TerminalJob : IDisposable
{
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(60);

    private readonly Process _script;
    private readonly StringBuilder _screen = new();
    private readonly Task _reading;

    private TerminalJob(Process script)
    {
        _script = script;
        _reading = Task.Run(ReadAsync);
    }

    /// <summary>What has come to the screen.</summary>
    public string Screen
    {
        get
        {
            lock (_screen)
            {
                return _screen.ToString();
            }
        }
    }

    /// <summary>The job's process, once it is there.</summary>
    public int Id => File.ReadAllText($"/proc/{_script.Id}/task/{_script.Id}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries) is [var child, ..]
        ? int.Parse(child, CultureInfo.InvariantCulture)
        : throw new InvalidOperationException("The terminal has no job.");

    /// <summary>Starts the job.</summary>
    /// <param name="folder">Where its ledger is.</param>
    /// <param name="hook">What its login hook does: one of the names below.</param>
    public static TerminalJob Start(string folder, string hook)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "Holdfast.App.Tests");
        ProcessStartInfo start = new("script") { RedirectStandardInput = true, RedirectStandardOutput = true };
        foreach (string argument in (string[])
            [
                "-q", "-e", "-f", "-c",
                $"exec '{program}' -noLogo -noColor -explicit only -method '{typeof(TerminalProgram).FullName}.{nameof(TerminalProgram.Run_OnOrders)}'",
                "/dev/null",
            ])
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment[TerminalProgram.Order] = $"{hook} {folder}";
        start.Environment["TERM"] = "xterm";
        start.Environment["NO_COLOR"] = "1";
        start.Environment["HOLDFAST__RUN__DRAINTIMEOUT"] = "00:00:03";
        return new TerminalJob(Process.Start(start)!);
    }

    /// <summary>Waits until the screen shows this.</summary>
    public async Task ShownAsync(string text)
    {
        long began = TimeProvider.System.GetTimestamp();
        while (!Screen.Contains(text, StringComparison.Ordinal))
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < s_longest && !_script.HasExited, $"The screen never showed '{text}': {Screen}");
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        }
    }

    /// <summary>Types on the keyboard.</summary>
    public async Task TypeAsync(string text)
    {
        await _script.StandardInput.WriteAsync(text);
        await _script.StandardInput.FlushAsync();
    }

    /// <summary>Waits for the job's end.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> EndAsync()
    {
        await _script.WaitForExitAsync().WaitAsync(s_longest);
        await _reading.WaitAsync(s_longest);
        return _script.ExitCode;
    }

    public void Dispose()
    {
        if (!_script.HasExited)
        {
            _script.Kill(entireProcessTree: true);
        }

        _script.Dispose();
    }

    private async Task ReadAsync()
    {
        char[] buffer = new char[1000];
        while (await _script.StandardOutput.ReadAsync(buffer) is > 0 and int read)
        {
            lock (_screen)
            {
                _screen.Append(buffer, 0, read);
            }
        }
    }
}

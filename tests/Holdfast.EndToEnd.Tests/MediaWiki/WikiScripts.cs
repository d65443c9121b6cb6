using System.Diagnostics;

namespace Holdfast.EndToEnd.Tests;

/// <summary>The scripts that start, stop and log out a private MediaWiki, in <c>samples/MediaWiki/site</c>.</summary>
internal static class WikiScripts
{
    /// <summary>Runs a program to its end.</summary>
    /// <returns>What it printed, both streams.</returns>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static async Task<string> RunAsync(TimeSpan deadline, string program, IEnumerable<string> arguments, string input = "")
    {
        ProcessStartInfo start = new(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        try
        {
            await process.StandardInput.WriteAsync(input);
            process.StandardInput.Close();
            string[] printed = await Task.WhenAll(process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync()).WaitAsync(deadline);
            await process.WaitForExitAsync().WaitAsync(deadline);
            string text = string.Concat(printed);
            return process.ExitCode == 0 ? text : throw new InvalidOperationException($"{program} ended with {process.ExitCode}:\n{text}");
        }
        catch (TimeoutException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    /// <summary>The path of a script.</summary>
    public static string Path(string name) => Repository.File("samples", "MediaWiki", "site", name);
}

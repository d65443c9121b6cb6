using System.Diagnostics;
using System.Globalization;

namespace Holdfast.Benchmarks;

/// <summary>This program as a process of its own, that measures itself and says what it found in one line.</summary>
internal static class Child
{
    /// <summary>Runs it to its end.</summary>
    /// <param name="arguments">What it does.</param>
    /// <returns>The numbers that it said.</returns>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static async Task<IReadOnlyList<double>> RunAsync(params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (string argument in (string[])["exec", typeof(Child).Assembly.Location, .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? [.. output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(word => double.Parse(word, CultureInfo.InvariantCulture))]
            : throw new InvalidOperationException($"Exit code {process.ExitCode}: {await errors}");
    }

    /// <summary>Runs it in a folder, which it is given as its last argument and which is deleted afterwards.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="arguments">What it does.</param>
    /// <returns>The numbers that it said.</returns>
    public static async Task<IReadOnlyList<double>> InFolderAsync(string folder, params string[] arguments)
    {
        try
        {
            return await RunAsync([.. arguments, folder]);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}

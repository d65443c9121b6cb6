using System.Diagnostics;

namespace Holdfast.EndToEnd.Tests;

/// <summary>Each bug that <c>build/plant-bugs</c> plants still fits the sources: it is run seldom, and one of them had not fitted for a while.
/// Needs no browser.</summary>
public sealed class PlantedBugsTests
{
    public static TheoryData<string, string> Patches
    {
        get
        {
            TheoryData<string, string> patches = [];
            foreach (string project in (string[])["Holdfast.Concurrency.Tests", "Holdfast.Simulation.Tests"])
            {
                foreach (string file in Directory.EnumerateFiles(Repository.File("tests", project, "Planted"), "*.patch").Order(StringComparer.Ordinal))
                {
                    patches.Add(project, Path.GetFileName(file));
                }
            }

            return patches;
        }
    }

    [Theory]
    [MemberData(nameof(Patches))]
    public async Task Patch_AgainstTheSources_Applies(string project, string patch)
    {
        ProcessStartInfo start = new("git", ["apply", "--check", "-p1", Path.Combine("tests", project, "Planted", patch)])
        {
            WorkingDirectory = Path.GetDirectoryName(Repository.File("Holdfast.slnx")),
            RedirectStandardError = true,
        };
        using Process git = Process.Start(start)!;
        string said = await git.StandardError.ReadToEndAsync().WaitAsync(Job.Deadline);
        await git.WaitForExitAsync().WaitAsync(Job.Deadline);
        Assert.True(git.ExitCode == 0, said);
    }
}

using System.Diagnostics;
using System.IO.Compression;
using System.Xml.Linq;

namespace Holdfast.Architecture.Tests;

/// <summary>The packages as they would be published, packed once for all tests from what was built.</summary>
public sealed class PackedFamily : IAsyncLifetime
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromMinutes(3);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("holdfast-packages-");

    /// <summary>What each package says of itself.</summary>
    internal IReadOnlyList<XDocument> Descriptions => [.. _folder.EnumerateFiles("*.nupkg").Select(Describe)];

    /// <summary>Packs them.</summary>
    public async ValueTask InitializeAsync()
    {
        // No server may be left behind.
        ProcessStartInfo pack = new("dotnet")
        {
            ArgumentList =
            {
                "pack", Repository.File("Holdfast.slnx"), "--no-build", "--configuration", "Debug", "--output", _folder.FullName, "--verbosity", "quiet",
                "-nodeReuse:false", "-maxCpuCount:1",
            },
            Environment = { ["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0", ["MSBUILDUSESERVER"] = "0" },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(pack)!;
        Task<string> told = process.StandardOutput.ReadToEndAsync();
        Task<string> complained = process.StandardError.ReadToEndAsync();
        try
        {
            await process.WaitForExitAsync().WaitAsync(s_deadline, TimeProvider.System);
        }
        catch (TimeoutException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }

        Assert.True(process.ExitCode == 0, await told + await complained);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _folder.Delete(recursive: true);
        return ValueTask.CompletedTask;
    }

    private static XDocument Describe(FileInfo package)
    {
        using ZipArchive archive = ZipFile.OpenRead(package.FullName);
        using Stream description = archive.Entries.Single(entry => entry.FullName.EndsWith(".nuspec", StringComparison.Ordinal)).Open();
        return XDocument.Load(description);
    }
}

using System.Diagnostics;

namespace Holdfast.App.Tests;

public sealed class ExportTargetTests
{
    [Theory]
    [InlineData("-", "must name a file")]
    [InlineData("", "must name a file")]
    [InlineData(".", "is a folder")]
    [InlineData("/dev/null", "is a device or a pipe")]
    [InlineData("/dev/stdout", "is a device or a pipe")]
    [InlineData("/no/such/folder/out.csv", "names a folder that does not exist")]
    public void Resolve_NoFile_IsRefused(string output, string message)
    {
        UsageException refused = Assert.Throws<UsageException>(() => ExportTarget.Resolve(output));
        Assert.Contains(message, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Resolve_Pipe_IsRefused()
    {
        string folder = Directory.CreateTempSubdirectory("holdfast-app-").FullName;
        try
        {
            string pipe = Path.Combine(folder, "pipe");
            using (Process make = Process.Start("mkfifo", [pipe]))
            {
                make.WaitForExit();
            }

            File.CreateSymbolicLink(Path.Combine(folder, "link"), "pipe");
            File.CreateSymbolicLink(Path.Combine(folder, "circle"), "circle");
            Assert.Contains("is a device or a pipe", Refused("pipe"), StringComparison.Ordinal);
            Assert.Contains("is a device or a pipe", Refused("link"), StringComparison.Ordinal);
            Assert.Contains("symbolic links", Refused("circle"), StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        string Refused(string name) => Assert.Throws<UsageException>(() => ExportTarget.Resolve(Path.Combine(folder, name))).Message;
    }

    [Fact]
    public void Resolve_Link_IsFollowed()
    {
        string folder = Directory.CreateTempSubdirectory("holdfast-app-").FullName;
        try
        {
            string real = Path.Combine(folder, "real.csv");
            string link = Path.Combine(folder, "link.csv");
            File.CreateSymbolicLink(link, real);
            Assert.Equal(real, ExportTarget.Resolve(link));
            Assert.Equal(real, ExportTarget.Resolve(real));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}

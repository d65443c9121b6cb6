using System.Runtime.InteropServices;

namespace Kinfolk.Site;

/// <summary>Runs the site as a process of its own until it is told to stop.</summary>
internal static class SiteCommand
{
    private const int Ok = 0;
    private const int BadUsage = 2;

    /// <returns>0 after SIGTERM or SIGINT, 2 on a bad command line or a port or file that is not to be had.</returns>
    public static async Task<int> RunAsync(IReadOnlyList<string> args)
    {
        if (args is ["--help" or "-h" or "-?"])
        {
            await Console.Out.WriteLineAsync(SiteArguments.Usage);
            return Ok;
        }

        TaskCompletionSource stop = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using PosixSignalRegistration term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
        try
        {
            SiteArguments arguments = SiteArguments.Parse(args);
            await using MemberSite site = await MemberSite.StartAsync(arguments.Options);
            if (arguments.ReadyFile is { } file)
            {
                await AnnounceAsync(file, site.Url);
            }

            await Console.Out.WriteLineAsync("url=" + site.Url);
            await Console.Out.FlushAsync();
            await stop.Task;
            return Ok;
        }
        catch (Exception e) when (e is FormatException or ArgumentException or OverflowException or IOException
            or UnauthorizedAccessException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            await Console.Error.WriteLineAsync(SiteArguments.Usage);
            return BadUsage;
        }

        void Stop(PosixSignalContext context)
        {
            context.Cancel = true;
            stop.TrySetResult();
        }
    }

    // Moved into place, so that a reader never sees half an address.
    private static async Task AnnounceAsync(string file, string url)
    {
        string draft = file + ".new";
        await File.WriteAllTextAsync(draft, url + "\n");
        File.Move(draft, file, overwrite: true);
    }
}

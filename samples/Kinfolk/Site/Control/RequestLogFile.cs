using System.Text.Json;
using System.Threading.Channels;

namespace Kinfolk.Site;

/// <summary>Writes finished requests to a file, one JSON line each, off the request's path.</summary>
internal sealed class RequestLogFile : IAsyncDisposable
{
    private readonly Channel<SiteLogEntry> _lines = Channel.CreateUnbounded<SiteLogEntry>(new() { SingleReader = true });
    private readonly FileStream _file;
    private readonly Task _writing;

    public RequestLogFile(string path)
    {
        _file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.ReadWrite);
        _writing = WriteAsync();
    }

    public void Add(SiteLogEntry entry) => _lines.Writer.TryWrite(entry);

    public async ValueTask DisposeAsync()
    {
        _lines.Writer.TryComplete();
        await _writing;
        await _file.DisposeAsync();
    }

    private async Task WriteAsync()
    {
        ChannelReader<SiteLogEntry> reader = _lines.Reader;
        while (await reader.WaitToReadAsync())
        {
            while (reader.TryRead(out SiteLogEntry? entry))
            {
                await JsonSerializer.SerializeAsync(_file, entry, SiteJson.Default.SiteLogEntry);
                _file.WriteByte((byte)'\n');
            }

            await _file.FlushAsync();
        }
    }
}

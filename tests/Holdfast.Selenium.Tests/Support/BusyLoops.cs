using System.Diagnostics;

namespace Holdfast.Selenium.Tests;

/// <summary>Processes that take what they can get of a processor, until this is disposed of.</summary>
internal sealed class BusyLoops : IDisposable
{
    // Until whoever started it is gone, however that went.
    private const string Loop = "while kill -0 $PPID; do i=0; while [ $i -lt 99999 ]; do i=$((i+1)); done; done";

    private readonly Process[] _loops;

    public BusyLoops(int count) => _loops = [.. Enumerable.Range(0, count).Select(_ => Process.Start("sh", ["-c", Loop]))];

    public IEnumerable<int> Pids => _loops.Select(loop => loop.Id);

    public void Dispose()
    {
        foreach (Process loop in _loops)
        {
            loop.Kill();
            loop.Dispose();
        }
    }
}

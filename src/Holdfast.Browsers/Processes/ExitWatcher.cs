using System.ComponentModel;
using System.Diagnostics;

namespace Holdfast.Browsers;

/// <summary>
/// Tells when processes exit, also those that are not our children and those that stay zombies. One thread for all sessions; it belongs to
/// no pool, so that starved pools do not delay it. Off Linux: <see cref="Process.Exited"/>.
/// </summary>
internal sealed class ExitWatcher
{
    private readonly Lock _gate = new();
    private readonly Dictionary<long, Entry> _watched = [];
    private readonly List<int> _closing = [];
    private readonly int _wake;
    private long _lastKey;

    private ExitWatcher()
    {
        _wake = NativeMethods.EventFd(0, 0);
        new Thread(Loop) { IsBackground = true, Name = "Holdfast exit watcher" }.Start();
    }

    private static readonly Lazy<ExitWatcher> s_shared = new(() => new ExitWatcher());

    /// <summary>Calls back once when the process exits; at once when it is gone already. The callback must only signal.</summary>
    /// <param name="process">Whom to watch.</param>
    /// <param name="exited">Called on the watcher's thread, or on the caller's when the process is gone already.</param>
    /// <returns>Ends the watch.</returns>
    public static IDisposable Watch(ProcessIdentity process, Action exited)
    {
        if (!OperatingSystem.IsLinux())
        {
            return WatchChild(process, exited);
        }

        int descriptor = NativeMethods.PidfdOpen(process.Pid);
        if (!process.IsRunning)
        {
            if (descriptor >= 0)
            {
                _ = NativeMethods.Close(descriptor);
            }

            exited();
            return new Registration(null, -1);
        }

        if (descriptor < 0)
        {
            // An old kernel, or a sandbox that forbids the call.
            return WatchChild(process, exited);
        }

        return new Registration(s_shared.Value, s_shared.Value.Add(descriptor, exited));
    }

    /// <summary>The second opinion on our own child, by <see cref="Process.Exited"/>.</summary>
    /// <param name="process">Whom to watch.</param>
    /// <param name="exited">Called on the thread pool.</param>
    /// <returns>Ends the watch.</returns>
    public static IDisposable WatchChild(ProcessIdentity process, Action exited)
    {
        try
        {
            Process watched = Process.GetProcessById(process.Pid);
            watched.Exited += (_, _) => exited();
            watched.EnableRaisingEvents = true;
            return watched;
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException or Win32Exception)
        {
            exited();
            return new Registration(null, -1);
        }
    }

    private long Add(int descriptor, Action exited)
    {
        long key;
        lock (_gate)
        {
            key = ++_lastKey;
            _watched.Add(key, new Entry(descriptor, exited));
        }

        Wake();
        return key;
    }

    private void Remove(long key)
    {
        lock (_gate)
        {
            if (!_watched.Remove(key, out Entry? entry))
            {
                return;
            }

            // Closed by the loop, when it no longer polls it: the number could be in use again for another process by then.
            _closing.Add(entry.Descriptor);
        }

        Wake();
    }

    private void Wake() => _ = NativeMethods.Write(_wake, 1UL, sizeof(ulong));

    private void Loop()
    {
        while (true)
        {
            KeyValuePair<long, Entry>[] entries = Snapshot();
            NativeMethods.PollDescriptor[] polled = [Polled(_wake), .. entries.Select(entry => Polled(entry.Value.Descriptor))];
            if (NativeMethods.Poll(polled, (nuint)polled.Length, -1) < 0)
            {
                continue;
            }

            if (polled[0].Returned != 0)
            {
                ulong count = 0;
                _ = NativeMethods.Read(_wake, ref count, sizeof(ulong));
            }

            for (int i = 0; i < entries.Length; i++)
            {
                if ((polled[i + 1].Returned & NativeMethods.PollIn) != 0)
                {
                    Exited(entries[i].Key);
                }
            }
        }
    }

    private void Exited(long key)
    {
        Entry? entry;
        lock (_gate)
        {
            if (!_watched.Remove(key, out entry))
            {
                return;
            }

            _closing.Add(entry.Descriptor);
        }

        entry.Exited();
    }

    private KeyValuePair<long, Entry>[] Snapshot()
    {
        lock (_gate)
        {
            foreach (int descriptor in _closing)
            {
                _ = NativeMethods.Close(descriptor);
            }

            _closing.Clear();
            return [.. _watched];
        }
    }

    private static NativeMethods.PollDescriptor Polled(int descriptor) =>
        new() { Descriptor = descriptor, Events = NativeMethods.PollIn };

    private sealed record Entry(int Descriptor, Action Exited);

    private sealed class Registration(ExitWatcher? watcher, long key) : IDisposable
    {
        public void Dispose() => watcher?.Remove(key);
    }
}

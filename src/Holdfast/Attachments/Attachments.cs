namespace Holdfast;

/// <summary>Whoever is attached now. Thread safe; to look takes no lock.</summary>
/// <typeparam name="T">What is attached.</typeparam>
internal sealed class Attachments<T>
    where T : class
{
    private T[] _now = [];

    /// <summary>Those that are attached at this moment, in the order in which they came.</summary>
    public IReadOnlyList<T> Now => Volatile.Read(ref _now);

    /// <summary>Attaches one, until what is returned is disposed.</summary>
    public IDisposable Attach(T item)
    {
        Change(before => [.. before, item]);
        return new Attached(this, item);
    }

    private void Change(Func<T[], T[]> change)
    {
        T[] before = Volatile.Read(ref _now);
        while (true)
        {
            T[] found = Interlocked.CompareExchange(ref _now, change(before), before);
            if (ReferenceEquals(found, before))
            {
                return;
            }

            before = found;
        }
    }

    private sealed class Attached(Attachments<T> all, T item) : IDisposable
    {
        public void Dispose() => all.Change(before => [.. before.Where(other => !ReferenceEquals(other, item))]);
    }
}

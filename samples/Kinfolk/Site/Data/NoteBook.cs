namespace Kinfolk.Site;

/// <summary>The stored notes. Storing is not idempotent on purpose: a double send must be visible.</summary>
internal sealed class NoteBook
{
    private readonly Lock _lock = new();
    private readonly List<Note> _notes = [];

    public Note Add(string id, string text, string member)
    {
        lock (_lock)
        {
            Note note = new(_notes.Count + 1, id, text, member);
            _notes.Add(note);
            return note;
        }
    }

    public IReadOnlyList<Note> All()
    {
        lock (_lock)
        {
            return [.. _notes];
        }
    }
}

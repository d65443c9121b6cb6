using System.Text;
using System.Text.Json;

namespace Holdfast.Browsers;

/// <summary>The records of this user's running sessions, one small file each, and the folders of fresh profiles and temporary files.</summary>
/// <param name="workFolder">The folder that holds them.</param>
internal sealed class SessionRegistry(string workFolder)
{
    // A browser that is killed leaves its single-instance socket behind, in a temporary folder of its own. The kernel allows a socket's address
    // 107 bytes, and Chromium ends itself when its own is longer.
    private const int MaxSocketPath = 107;
    private const string Socket = "/org.chromium.Chromium.XXXXXX/SingletonSocket";

    // Enough of the mark to be unique, and short because of the socket.
    private const int TempNameLength = 12;

    private readonly string _records = Path.Combine(workFolder, "sessions");
    private readonly string _profiles = Path.Combine(workFolder, "profiles");
    private readonly string _temps = Path.Combine(Path.GetFullPath(workFolder), "tmp");

    /// <summary>The default folder: per user, and on disk, so that a reboot does not hide what it left.</summary>
    public static string DefaultFolder
    {
        get
        {
            string state = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);
            return state.Length > 0
                ? Path.Combine(state, "holdfast")
                : Path.Combine(Path.GetTempPath(), "holdfast-" + Environment.UserName);
        }
    }

    /// <summary>Makes a record, and the session's folders. All are on disk before anything is started.</summary>
    /// <param name="keptProfile">The kept profile's folder; null for a fresh one.</param>
    /// <param name="programs">The files of driver and browser.</param>
    /// <exception cref="UnauthorizedAccessException">A folder cannot be written, or others can write to it.</exception>
    public SessionRecord Begin(string? keptProfile, params string[] programs)
    {
        string mark = Guid.NewGuid().ToString("N");
        string profile = keptProfile is null ? Path.Combine(_profiles, mark) : Path.GetFullPath(keptProfile);
        SessionRecord record = new(
            mark, Boot.Id, Machine.PidNamespace, Machine.Self, profile, FreshProfile: keptProfile is null, TempFor(mark))
        {
            Begun = Machine.TicksSinceBoot,
            Programs = programs,
        };
        OwnFile.MakeFolder(workFolder);
        MakePrivate(_records);
        MakePrivate(_profiles);
        Write(record);
        OwnFile.MakeFolder(profile);
        if (record.Temp is { } temp)
        {
            MakePrivate(_temps);
            OwnFile.MakeFolder(temp);
        }

        return record;
    }

    /// <summary>Writes the record anew.</summary>
    public void Write(SessionRecord record)
    {
        string file = FileOf(record);
        using (FileStream draft = new(file + ".new", PrivateFile.Options(FileMode.Create, FileAccess.Write, PrivateFile.OwnerOnly)))
        {
            JsonSerializer.Serialize(draft, record, RegistryJson.Default.SessionRecord);
        }

        File.Move(file + ".new", file, overwrite: true);
    }

    /// <summary>Deletes the session's folders, then the record. False when a folder could not be deleted: the record stays for a sweep.</summary>
    public bool End(SessionRecord record)
    {
        // Never a folder that a record merely names: only one that this registry made for it.
        if (record.FreshProfile && record.Profile == Path.Combine(_profiles, record.Mark) && !Delete(record.Profile))
        {
            return false;
        }

        if (record.Temp is { } temp && temp == TempFor(record.Mark) && !Delete(temp))
        {
            return false;
        }

        File.Delete(FileOf(record));
        return true;
    }

    /// <summary>The full paths of all that a session has on disk.</summary>
    public IEnumerable<string> PathsOf(SessionRecord record) =>
        new[] { FileOf(record), record.Profile, record.Temp }.OfType<string>().Select(Path.GetFullPath);

    /// <summary>Every record that can be read, and that nobody else can have written: what it names is killed and deleted.</summary>
    public IReadOnlyList<SessionRecord> ReadAll()
    {
        if (!Directory.Exists(_records) || !OwnFile.Is(_records))
        {
            return [];
        }

        List<SessionRecord> records = [];
        foreach (string file in Directory.EnumerateFiles(_records, "*.json"))
        {
            if (OwnFile.Is(file) && Read(file) is { } record && IsMark(record.Mark) && record.Mark == Path.GetFileNameWithoutExtension(file))
            {
                records.Add(record);
            }
        }

        return records;
    }

    private static SessionRecord? Read(string file)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllText(file), RegistryJson.Default.SessionRecord);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or JsonException)
        {
            // Deleted by its owner meanwhile, or another's.
            return null;
        }
    }

    private static bool Delete(string folder)
    {
        // A process that is being killed may still create files for a moment.
        for (int attempt = 0; attempt < 5; attempt++)
        {
            try
            {
                Directory.Delete(folder, recursive: true);
                return true;
            }
            catch (DirectoryNotFoundException)
            {
                return true;
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                _ = Thread.Yield();
            }
        }

        return !Directory.Exists(folder);
    }

    private static bool IsMark(string mark) => Guid.TryParseExact(mark, "N", out _);

    // It may have been there before.
    private static void MakePrivate(string folder)
    {
        OwnFile.MakeFolder(folder);
        if (!OwnFile.Is(folder))
        {
            throw new UnauthorizedAccessException($"'{folder}' belongs to another user, or others may write to it.");
        }
    }

    // Where the socket would not fit, the machine's temporary folder must do, and what a killed browser leaves there stays.
    private string? TempFor(string mark)
    {
        string temp = Path.Combine(_temps, mark[..TempNameLength]);
        return OperatingSystem.IsLinux() && Encoding.UTF8.GetByteCount(temp) + Socket.Length <= MaxSocketPath ? temp : null;
    }

    private string FileOf(SessionRecord record) => Path.Combine(_records, record.Mark + ".json");
}

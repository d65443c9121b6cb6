using System.Text.Json.Serialization;

namespace Holdfast.Browsers;

/// <summary>What is on disk about a session of ours while it runs, so that a later job can end what a killed one left.</summary>
/// <param name="Mark">The session's mark in command lines; also the record's file name.</param>
/// <param name="BootId">The boot in which ids and start times count.</param>
/// <param name="PidNamespace">The namespace in which ids count.</param>
/// <param name="Owner">The job that owns the session.</param>
/// <param name="Profile">The profile folder.</param>
/// <param name="FreshProfile">True when the folder was made for this session and is deleted with it.</param>
/// <param name="Temp">The folder for temporary files of driver and browser, deleted with the session; null when they use the machine's.</param>
/// <param name="Driver">The driver; null until it is known, which is after it has started.</param>
/// <param name="Browser">The browser; null until it is known.</param>
/// <param name="Begun">When the record was made, in clock ticks since boot: nothing of the session is older. 0 off Linux, and in records of earlier
/// versions.</param>
/// <param name="Programs">The files of driver and browser: those that were named, and those that run once they are known; null in records of earlier
/// versions.</param>
internal sealed record SessionRecord(
    string Mark,
    string BootId,
    string PidNamespace,
    ProcessIdentity Owner,
    string Profile,
    bool FreshProfile,
    string? Temp = null,
    ProcessIdentity? Driver = null,
    ProcessIdentity? Browser = null,
    long Begun = 0,
    string[]? Programs = null)
{
    /// <summary>The record of the session once driver and browser run.</summary>
    public SessionRecord Started(ProcessIdentity driver, ProcessIdentity browser) => this with
    {
        Driver = driver,
        Browser = browser,

        // What was named may be a script.
        Programs =
        [
            .. (Programs ?? []).Concat(new[] { driver, browser }.Select(process => SessionProgram.Of(process.Pid)).OfType<string>())
                .Distinct(StringComparer.Ordinal),
        ],
    };

    /// <summary>How the session's processes are found.</summary>
    [JsonIgnore]
    public SessionProcesses Processes => new(Traits);

    /// <summary>What tells the session's processes from all others. (A record of an earlier version does not say when it was made; its job is older.)</summary>
    [JsonIgnore]
    public SessionTraits Traits =>
        new(
            Mark, Profile, FreshProfile, Math.Max(Begun, Owner.StartTicks), Driver?.Pid, Programs ?? [],
            IsStarted: Browser is not null && Programs is not (null or []));

    /// <summary>The processes that are known by identity.</summary>
    [JsonIgnore]
    public IReadOnlyCollection<ProcessIdentity> Known => [.. new[] { Driver, Browser }.OfType<ProcessIdentity>()];
}

/// <summary>Source-generated JSON for the registry.</summary>
[JsonSerializable(typeof(SessionRecord))]
internal sealed partial class RegistryJson : JsonSerializerContext;

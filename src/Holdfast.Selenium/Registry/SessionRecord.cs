using System.Text.Json.Serialization;

namespace Holdfast.Selenium;

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
internal sealed record SessionRecord(
    string Mark,
    string BootId,
    string PidNamespace,
    ProcessIdentity Owner,
    string Profile,
    bool FreshProfile,
    string? Temp = null,
    ProcessIdentity? Driver = null,
    ProcessIdentity? Browser = null)
{
    /// <summary>How the session's processes are found.</summary>
    [JsonIgnore]
    public SessionProcesses Processes => new(Mark, FreshProfile ? Profile : null);

    /// <summary>The processes that are known by identity.</summary>
    [JsonIgnore]
    public IReadOnlyCollection<ProcessIdentity> Known => [.. new[] { Driver, Browser }.OfType<ProcessIdentity>()];
}

/// <summary>Source-generated JSON for the registry.</summary>
[JsonSerializable(typeof(SessionRecord))]
internal sealed partial class RegistryJson : JsonSerializerContext;

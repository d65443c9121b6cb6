using System.Text.Json;

namespace Holdfast;

/// <summary>A death as data, so that it can happen again: what was seen and when, what was in flight, how recovery went.</summary>
/// <remarks>Times are relative to the latch, the moment when the death was first seen; before it they are negative. A script without a
/// death counts from any moment. As JSON, names are in camel case, enums are words, and times are <c>[-][d.]hh:mm:ss[.fffffff]</c>.</remarks>
public sealed record IncidentScript
{
    /// <summary>The version that this library writes, and the newest that it reads.</summary>
    public const int CurrentVersion = 1;

    /// <summary>The version of the format.</summary>
    public required int Version { get; init; }

    /// <summary>What happened, in one line.</summary>
    public required string Title { get; init; }

    /// <summary>What watchers and calls reported, each with its time; the first one at or before zero closes the latch.</summary>
    public IReadOnlyList<TimedEvidence> Evidence { get; set; } = [];

    /// <summary>How probes are answered, each from its time on. Before the first: alive.</summary>
    public IReadOnlyList<TimedProbe> Probes { get; set; } = [];

    /// <summary>When the program itself did not run.</summary>
    public IReadOnlyList<TimedSuspension> Suspensions { get; set; } = [];

    /// <summary>Calls that are made, beside those in flight.</summary>
    public IReadOnlyList<TimedCalls> Calls { get; set; } = [];

    /// <summary>How many calls the generation admits before anything happens: all but <see cref="InFlight"/> end well.</summary>
    public long Admitted { get; set; }

    /// <summary>How many of them are in flight until the generation is lost.</summary>
    public int InFlight { get; set; }

    /// <summary>How recovery goes: what each step takes and comes to. The n-th entry with a name is for the n-th call of that step; steps
    /// beyond these succeed at once.</summary>
    public IReadOnlyList<RecoveryStep> Steps { get; set; } = [];

    /// <summary>How long the replay goes on after zero; null (the default) until the last entry.</summary>
    public TimeSpan? Until { get; set; }

    /// <summary>What it must come to.</summary>
    public ReplayExpectation Expect { get; set; } = new();

    /// <summary>Reads a script.</summary>
    /// <param name="json">The text.</param>
    /// <returns>The script.</returns>
    /// <exception cref="FormatException">It is no script, or of a newer version.</exception>
    public static IncidentScript Parse(string json)
    {
        IncidentScript script;
        try
        {
            script = JsonSerializer.Deserialize(json, IncidentScriptJson.Default.IncidentScript) ?? throw new FormatException("The incident script is empty.");
        }
        catch (JsonException exception)
        {
            throw new FormatException($"This is no incident script: {EvidenceText.Clean(exception.Message)}", exception);
        }

        return script.Version is >= 1 and <= CurrentVersion
            ? script
            : throw new FormatException($"The incident script has version {script.Version}; this library reads up to {CurrentVersion}.");
    }

    /// <summary>Reads a script from a file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The script.</returns>
    /// <exception cref="FormatException">It is no script, or of a newer version.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static IncidentScript Load(string path) => Parse(File.ReadAllText(path));

    /// <summary>Makes a script of an incident.</summary>
    /// <param name="incident">The incident.</param>
    /// <returns>A script whose replay has the same cause, one incident and, if it was recovered, one recovery. How probes were answered is
    /// not in an incident, and so not in the script: the evidence that they led to is.</returns>
    public static IncidentScript From(Incident incident)
    {
        ArgumentNullException.ThrowIfNull(incident);
        int later = incident.SymptomsSuppressed - incident.InFlight;
        bool recovered = incident.Outcome == IncidentOutcome.Recovered;
        return new IncidentScript
        {
            Version = CurrentVersion,
            Title = $"{incident.Cause} of session '{incident.Session}', generation {incident.Generation}: {incident.FirstSymptom}",
            Evidence = incident.Evidence,
            Calls = later > 0 ? [new TimedCalls(TimeSpan.Zero, later)] : [],
            Admitted = incident.AdmittedAtLatch,
            InFlight = incident.InFlight,
            Steps = incident.Steps,
            Until = incident.Duration,
            Expect = new ReplayExpectation
            {
                Cause = incident.Cause,
                Outcome = recovered ? IncidentOutcome.Recovered : null,
                Launches = recovered ? 1 + incident.Steps.Count(step => step is { Name: "launch" }) : null,
            },
        };
    }

    /// <summary>The script as JSON, indented.</summary>
    /// <returns>The text. Every character outside ASCII is escaped, so that it is safe to show.</returns>
    public string ToJson() => JsonSerializer.Serialize(this, IncidentScriptJson.Default.IncidentScript);
}

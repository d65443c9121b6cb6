using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace Holdfast;

/// <summary>How a session is supervised and recovered.</summary>
public sealed class SessionOptions
{
    /// <summary>The session's name in logs, incidents and metrics. Default <c>main</c>.</summary>
    [Required]
    [RegularExpression("[A-Za-z0-9][A-Za-z0-9._-]{0,63}")]
    public string Name { get; set; } = "main";

    /// <summary>How long a session may be idle before it is probed. Every good answer starts it again, so a busy session is never probed.
    /// Default 30 s, as the mission asked.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "1.00:00:00")]
    public TimeSpan HeartbeatInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long calls in flight may all go without any good answer, and how long one driver command may take, before the session
    /// is probed; and how often from then on. Default 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "1.00:00:00")]
    public TimeSpan ProbePeriod { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest that a probe may take, in the watch and in <c>CheckHealthAsync</c>. Default 900 ms: measured probes take
    /// under 2 ms even behind a long command, and a hang must be found within 3 s. Browser, tab and driver have 80 % of it to answer: the
    /// rest is for saying which one did not.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:10:00")]
    public TimeSpan ProbeTimeout { get; set; } = TimeSpan.FromMilliseconds(900);

    /// <summary>How many probes in a row a hanging browser or driver, or a stopped tab, must leave unanswered before it counts as lost. Default 2: with
    /// <see cref="ProbePeriod"/> and <see cref="ProbeTimeout"/>, a hang that holds up a call ends within 3 s.</summary>
    [Range(1, 100)]
    public int ProbeMisses { get; set; } = 2;

    /// <summary>How long a tab may hang before it counts as lost, while browser and driver answer. Default 10 s: a heavy page may keep its
    /// tab busy for seconds. Raise it when the job's own scripts compute for longer without a pause.
    /// Granted to browser and driver too while our own waits end late, or whoever is silent waits for a processor half of the time: then the machine
    /// has too much to do, and silence proves little. Time in which it hardly had one does not count, up to six times this. Not granted to a process
    /// that was stopped.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "1.00:00:00")]
    public TimeSpan TabPatience { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>By how much one of our own waits must end too late to show that this program did not run: the machine slept, the job was
    /// stopped, or its threads starved. What was missed meanwhile counts for nothing. Default 2 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "01:00:00")]
    public TimeSpan LateTick { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long stronger evidence may rename a cause, and how long a suspicion may stay unresolved. Default 200 ms: on a graceful
    /// exit the signals of one death were measured to arrive within 155 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:00:10")]
    public TimeSpan ConfirmTimeout { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The longest that the question "who am I" may take. Default 10 s; after it the answer counts as unknown, not as a death.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:10:00")]
    public TimeSpan IdentityTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Deadlines of the recovery steps, and when to give up.</summary>
    [Required]
    [ValidateObjectMembers]
    public RecoveryOptions Recovery { get; set; } = new();
}

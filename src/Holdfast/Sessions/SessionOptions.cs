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

    /// <summary>How long a session may be idle before it is probed. Every good answer starts it again, so a busy session is
    /// probed only when its calls have had no answer for as long.
    /// Default 30 s, as the mission asked.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "1.00:00:00")]
    public TimeSpan HeartbeatInterval { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The longest that a probe may take, in the heartbeat and in <c>CheckHealthAsync</c>. Default 2 s: measured probes take
    /// under 2 ms even behind a long command.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:10:00")]
    public TimeSpan ProbeTimeout { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How long stronger evidence may rename a cause, and how long a suspicion may stay unsettled. Default 200 ms: on a graceful
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

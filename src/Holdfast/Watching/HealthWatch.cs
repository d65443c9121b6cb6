using Microsoft.Extensions.Logging;

namespace Holdfast;

/// <summary>Watches one generation for hangs until it is lost: asks when nothing answers, and tells a hang from our own absence.</summary>
/// <param name="lease">The generation.</param>
/// <param name="options">Periods, deadlines and patience.</param>
/// <param name="probe">Asks the session; ends at its own deadline, and beats when all is well.</param>
/// <param name="heard">Told after each probe whether the session is silent now, which is no verdict yet.</param>
/// <param name="suspended">Told of each suspension.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">The log.</param>
internal sealed class HealthWatch(
    SessionLease lease,
    SessionOptions options,
    Func<CancellationToken, Task<ProbeTurn>> probe,
    Action<bool> heard,
    Action<Suspension> suspended,
    TimeProvider time,
    ILogger logger)
{
    // Page loads of some seconds are everyday; worth a line is what somebody would begin to wonder about.
    private static readonly TimeSpan s_worthALine = TimeSpan.FromSeconds(10);

    private readonly HangJudge _judge = new(options);
    private readonly Pulse _pulse = new(options.LateTick, time);
    private TimeSpan _lastCommand;
    private long _silentSince;
    private long _lastProbe;
    private Task<ProbeResult>? _overdue;

    /// <summary>Ends when the generation is lost.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        bool fresh = false;
        while (true)
        {
            if (!fresh)
            {
                (bool lost, bool late) = await RestAsync(Rest, stopping).ConfigureAwait(false);
                if (lost)
                {
                    return;
                }

                fresh = late;
            }

            if (fresh || _judge.IsSilent || IsDue())
            {
                fresh = await ProbeAsync(stopping).ConfigureAwait(false);
            }

            if (lease.LostTask.IsCompleted)
            {
                return;
            }
        }
    }

    /// <summary>A session that has begun to be silent is asked again when its last probe's time is over, also if that failed at once.</summary>
    private TimeSpan Rest
    {
        get
        {
            if (!_judge.IsSilent)
            {
                return ProbeNeed.Rest(time.GetElapsedTime(lease.Heartbeat), lease.CommandAge, lease.InFlight, options);
            }

            TimeSpan left = options.ProbeTimeout - time.GetElapsedTime(_lastProbe);
            return left > TimeSpan.Zero ? left : TimeSpan.Zero;
        }
    }

    private bool IsDue()
    {
        TimeSpan? command = lease.CommandAge;
        if (command is null || command < _lastCommand)
        {
            _lastCommand = TimeSpan.Zero;
        }

        return ProbeNeed.IsDue(time.GetElapsedTime(lease.Heartbeat), command, lease.InFlight, options);
    }

    private async Task<(bool Lost, bool Late)> RestAsync(TimeSpan rest, CancellationToken stopping)
    {
        if (rest == TimeSpan.Zero)
        {
            return (lease.LostTask.IsCompleted, false);
        }

        _pulse.Begin();
        try
        {
            await lease.LostTask.WaitAsync(rest, time, stopping).ConfigureAwait(false);
            return (true, false);
        }
        catch (TimeoutException)
        {
            return (false, IsLate(rest));
        }
    }

    /// <returns>True when the answer counts for nothing and the session must be asked afresh.</returns>
    private async Task<bool> ProbeAsync(CancellationToken stopping)
    {
        _lastProbe = time.GetTimestamp();
        if (!_judge.IsSilent)
        {
            _silentSince = _lastProbe;
        }

        _pulse.Begin();
        (ProbeResult answer, Task<ProbeResult>? overdue) = await probe(stopping).ConfigureAwait(false);
        TimeSpan late = _pulse.Late(options.ProbeTimeout);
        if (IsLate(options.ProbeTimeout))
        {
            // Also an answer: it may be older than the sleep.
            return true;
        }

        bool wasSilent = _judge.IsSilent;
        await TakeOverdueAsync().ConfigureAwait(false);
        _overdue = overdue;
        TimeSpan silence = time.GetElapsedTime(_silentSince);
        Evidence? hang = _judge.Take(answer, silence, late);
        heard(_judge.IsSilent);
        if (lease.IsLost)
        {
            return false;
        }

        if (!wasSilent && _judge.IsSilent)
        {
            SessionLog.ProbeMissed(logger, lease.SessionName, EvidenceText.Clean(answer.Detail));
        }
        else if (wasSilent && !_judge.IsSilent)
        {
            SessionLog.AnswersAgain(logger, lease.SessionName, silence.TotalSeconds);
        }

        NoteSlowCommand(answer);
        if (hang is not null)
        {
            lease.ReportDeath(hang);
        }

        return false;
    }

    /// <summary>What the probe before had for an answer after its deadline.</summary>
    private async Task TakeOverdueAsync()
    {
        if (_overdue is { IsCompletedSuccessfully: true } overdue)
        {
            _judge.TakeLate(await overdue.ConfigureAwait(false));
            if (!_judge.IsSilent)
            {
                _silentSince = _lastProbe;
            }
        }
    }

    private void NoteSlowCommand(ProbeResult answer)
    {
        if (answer.Alive && _lastCommand < s_worthALine && lease.CommandAge is { } age)
        {
            _lastCommand = age;
            if (age >= s_worthALine)
            {
                SessionLog.CommandIsSlow(logger, lease.SessionName, age.TotalSeconds);
            }
        }
    }

    private bool IsLate(TimeSpan planned)
    {
        Suspension? late = _pulse.End(planned);
        if (_pulse.ClockSetBy is { } step)
        {
            SessionLog.ClockSet(logger, lease.SessionName, step.TotalSeconds);
        }

        if (late is not { } suspension)
        {
            return false;
        }

        _judge.Forget();
        _overdue = null;
        heard(false);
        suspended(suspension);
        return true;
    }
}

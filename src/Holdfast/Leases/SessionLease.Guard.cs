using System.Diagnostics.CodeAnalysis;
using System.Runtime.ExceptionServices;

namespace Holdfast;

/// <content>Calls that end on our side at once when the lease is lost.</content>
public abstract partial class SessionLease
{
    /// <summary>Makes a call that rides on this session, such as an HTTP request with its cookies.</summary>
    /// <typeparam name="TResult">What the call gives back.</typeparam>
    /// <param name="call">The call. Its token ends when the lease is lost or the caller cancels.</param>
    /// <param name="cancellationToken">The caller's own wish to stop.</param>
    /// <returns>The call's result, if the generation was still alive when it came.</returns>
    /// <exception cref="SessionLostException">The generation was dead, or died before the call ended, whatever the call itself did.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public ValueTask<TResult> GuardAsync<TResult>(Func<CancellationToken, ValueTask<TResult>> call, CancellationToken cancellationToken = default) =>
        GuardAsync(call, static (inner, admission) => inner(admission.CancellationToken), cancellationToken);

    /// <summary>Makes a call that rides on this session, without a closure, and tells it how it was admitted.</summary>
    /// <typeparam name="TState">What the call needs.</typeparam>
    /// <typeparam name="TResult">What the call gives back.</typeparam>
    /// <param name="state">Passed to the call.</param>
    /// <param name="call">The call.</param>
    /// <param name="cancellationToken">The caller's own wish to stop.</param>
    /// <returns>The call's result, if the generation was still alive when it came.</returns>
    /// <exception cref="SessionLostException">The generation was dead, or died before the call ended, whatever the call itself did.</exception>
    /// <exception cref="OperationCanceledException">The caller cancelled.</exception>
    public ValueTask<TResult> GuardAsync<TState, TResult>(
        TState state, Func<TState, Admission, ValueTask<TResult>> call, CancellationToken cancellationToken = default) =>
        GuardCoreAsync(state, call, classify: null, cancellationToken);

    /// <summary>As <see cref="GuardAsync{TState, TResult}"/>.</summary>
    /// <param name="state">Passed to the call.</param>
    /// <param name="call">The call.</param>
    /// <param name="classify">Judges a failure on a generation that lives, and may end it; null when nothing does.</param>
    /// <param name="cancellationToken">The caller's own wish to stop.</param>
    internal ValueTask<TResult> GuardCoreAsync<TState, TResult>(
        TState state,
        Func<TState, Admission, ValueTask<TResult>> call,
        Func<Exception, Task<bool>>? classify,
        CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return FailAsync<TResult>(null, classify: null, cancellationToken);
        }

        long sequence = _gate.TryAdmit();
        if (sequence == 0)
        {
            return AdmitLaterAsync(state, call, classify, cancellationToken);
        }

        // The common case costs no allocation: no second token, and an answer that is already there.
#pragma warning disable CA2000 // Whoever waits for the call's end disposes it.
        CancellationTokenSource? linked = cancellationToken.CanBeCanceled && cancellationToken != Lost
            ? CancellationTokenSource.CreateLinkedTokenSource(Lost, cancellationToken)
            : null;
#pragma warning restore CA2000
        ValueTask<TResult> pending;
        try
        {
            pending = call(state, new Admission(Generation, sequence, linked is null ? Lost : linked.Token));
        }
        catch (Exception exception)
        {
            linked?.Dispose();
            CountCompleted();
            return FailAsync<TResult>(exception, classify, cancellationToken);
        }

        if (linked is not null || !pending.IsCompletedSuccessfully)
        {
            return WaitAsync(pending, linked, classify, cancellationToken);
        }

        TResult result = pending.GetAwaiter().GetResult();
        CountCompleted();
        if (_gate.IsDead)
        {
            return FailAsync<TResult>(null, classify, cancellationToken);
        }

        Beat();
        return new ValueTask<TResult>(result);
    }

    private async ValueTask<TResult> AdmitLaterAsync<TState, TResult>(
        TState state, Func<TState, Admission, ValueTask<TResult>> call, Func<Exception, Task<bool>>? classify, CancellationToken cancellationToken)
    {
        if (_gate.IsDead)
        {
            throw CountSymptom(null);
        }

        await ResolvedAsync(cancellationToken).ConfigureAwait(false);
        return await GuardCoreAsync(state, call, classify, cancellationToken).ConfigureAwait(false);
    }

    private async ValueTask<TResult> WaitAsync<TResult>(
        ValueTask<TResult> pending, CancellationTokenSource? linked, Func<Exception, Task<bool>>? classify, CancellationToken cancellationToken)
    {
        Task<TResult> task = pending.AsTask();
        await FirstOfAsync(task, cancellationToken).ConfigureAwait(false);
        if (task.IsCompleted)
        {
            linked?.Dispose();
            CountCompleted();
        }
        else
        {
            // The call ignores its token. We stop waiting; whatever it still does is observed and thrown away.
            _ = AbandonAsync(task, linked);
        }

        Exception? failure = null;
        if (task.IsCompletedSuccessfully && !_gate.IsDead)
        {
            Beat();
            return await task.ConfigureAwait(false);
        }

        if (task.IsCompleted)
        {
            try
            {
                await task.ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                failure = exception;
            }
        }

        return await FailAsync<TResult>(failure, classify, cancellationToken).ConfigureAwait(false);
    }

    private async Task FirstOfAsync(Task task, CancellationToken cancellationToken)
    {
        if (task.IsCompleted)
        {
            return;
        }

        if (!cancellationToken.CanBeCanceled)
        {
            await Task.WhenAny(task, LostTask).ConfigureAwait(false);
            return;
        }

        TaskCompletionSource cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);
        using CancellationTokenRegistration registration = cancellationToken.UnsafeRegister(
            static state => ((TaskCompletionSource)state!).TrySetResult(), cancelled);
        await Task.WhenAny(task, LostTask, cancelled.Task).ConfigureAwait(false);
    }

    private async Task AbandonAsync(Task task, CancellationTokenSource? linked)
    {
        await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        linked?.Dispose();
        CountCompleted();
    }

    /// <summary>Decides what a failed or fenced call becomes. The lease is asked first, whatever was thrown.</summary>
    private async ValueTask<TResult> FailAsync<TResult>(Exception? failure, Func<Exception, Task<bool>>? classify, CancellationToken cancellationToken)
    {
        if (_gate.IsDead)
        {
            throw CountSymptom(failure);
        }

        cancellationToken.ThrowIfCancellationRequested();
        if (failure is not null && classify is not null)
        {
            bool first = await classify(failure).ConfigureAwait(false);
            if (_gate.IsDead)
            {
                // The failure that closed the latch is the death's first symptom, not a consequence of it.
                throw first ? LostException(failure) : CountSymptom(failure);
            }
        }

        Rethrow(failure);
        return default!;
    }

    [DoesNotReturn]
    private static void Rethrow(Exception? failure)
    {
        ExceptionDispatchInfo.Throw(failure ?? new InvalidOperationException("A call ended without a result, and nothing says why."));
    }
}

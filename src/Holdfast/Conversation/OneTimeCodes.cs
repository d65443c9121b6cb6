using System.Collections.Concurrent;
using System.Security.Cryptography;
using OtpNet;

namespace Holdfast;

/// <summary>The time-based one-time codes of one secret, of which each is given out once in this process. Thread safe.</summary>
internal sealed class OneTimeCodes
{
    // Of each secret no more than a hash is kept, by a key that ends with the process.
    private static readonly byte[] s_hashKey = RandomNumberGenerator.GetBytes(32);
    private static readonly ConcurrentDictionary<string, TakenSteps> s_taken = new(StringComparer.Ordinal);

    private readonly byte[] _secret;
    private readonly int _digits;
    private readonly long _period;
    private readonly TakenSteps _taken;

    private OneTimeCodes(byte[] secret, int digits, long period)
    {
        _secret = secret;
        _digits = digits;
        _period = period;
        _taken = s_taken.GetOrAdd($"{Convert.ToBase64String(HMACSHA256.HashData(s_hashKey, secret))} {period}", static _ => new TakenSteps());
    }

    /// <exception cref="ArgumentException">An argument is not as <see cref="LoginContext.OneTimeCodeAsync"/> wants it.</exception>
    public static OneTimeCodes Of(string secret, int digits, TimeSpan period)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(secret);
        ArgumentOutOfRangeException.ThrowIfLessThan(digits, 6);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(digits, 8);
        if (period < TimeSpan.FromSeconds(1) || period > TimeSpan.FromHours(1) || period.Ticks % TimeSpan.TicksPerSecond != 0)
        {
            throw new ArgumentOutOfRangeException(nameof(period), period, "A one-time code is good for whole seconds, 1 s to 1 h.");
        }

        return new OneTimeCodes(Read(secret), digits, (long)period.TotalSeconds);
    }

    /// <summary>The code of the first step that nobody has had yet, once it has begun by the site's clock.</summary>
    public async Task<string> NextAsync(Func<TimeSpan> ahead, TimeProvider time, CancellationToken cancellationToken)
    {
        long step = _taken.Take(CodeSteps.First(time.GetUtcNow() + ahead(), _period));
        try
        {
            // More than once: meanwhile the site may tell its time better.
            while (CodeSteps.Until(step, time.GetUtcNow() + ahead(), _period) is { Ticks: > 0 } wait)
            {
                await Task.Delay(wait, time, cancellationToken).ConfigureAwait(false);
            }
        }
        catch
        {
            _taken.GiveBack(step);
            throw;
        }

        string code = new Totp(_secret, step: (int)_period, totpSize: _digits).ComputeTotp(CodeSteps.Begin(step, _period).UtcDateTime);
        KnownSecrets.Add("one-time code", code);
        return code;
    }

    private static byte[] Read(string secret)
    {
        string text = secret.Replace(" ", "", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal).TrimEnd('=').ToUpperInvariant();
        KnownSecrets.Add("secret of one-time codes", secret);
        KnownSecrets.Add("secret of one-time codes", text);

        // What the library says of a wrong one quotes it.
        return text.Length > 0 && text.All(static letter => letter is (>= 'A' and <= 'Z') or (>= '2' and <= '7'))
            ? Base32Encoding.ToBytes(text)
            : throw new ArgumentException(
                "The secret of the one-time codes is no base32 text (letters, and digits from 2 to 7). Copy it from the site's page about the second factor, "
                + "where it stands beside the QR code.",
                nameof(secret));
    }

    /// <summary>The steps whose codes were given out.</summary>
    private sealed class TakenSteps
    {
        // A code of that many steps ago is good nowhere any more.
        private const int Kept = 100;

        private readonly Lock _lock = new();
        private readonly SortedSet<long> _steps = [];

        /// <summary>Takes the first free step from the given one on.</summary>
        public long Take(long step)
        {
            lock (_lock)
            {
                while (!_steps.Add(step))
                {
                    step++;
                }

                while (_steps.Count > Kept)
                {
                    _ = _steps.Remove(_steps.Min);
                }

                return step;
            }
        }

        /// <summary>A step's code was not given out after all.</summary>
        public void GiveBack(long step)
        {
            lock (_lock)
            {
                _ = _steps.Remove(step);
            }
        }
    }
}

using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace Kinfolk.Site;

/// <summary>Checks one-time codes (RFC 6238): each counts once, and only in its own step.</summary>
/// <param name="secret">The secret that the member's authenticator has as well.</param>
/// <param name="period">The length of a step, in seconds.</param>
/// <param name="clock">The site's clock.</param>
internal sealed class CodeDesk(string secret, int period, Func<DateTimeOffset> clock)
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

    private readonly byte[] _secret = Read(secret);
    private readonly Lock _lock = new();
    private long _used = -1;

    public bool Accept(string? code)
    {
        long step = clock().ToUnixTimeSeconds() / period;
        lock (_lock)
        {
            if (step <= _used || code != Code(step))
            {
                return false;
            }

            _used = step;
            return true;
        }
    }

    private string Code(long step)
    {
        byte[] counter = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, step);
#pragma warning disable CA5350 // It is what authenticators use.
        byte[] hash = HMACSHA1.HashData(_secret, counter);
#pragma warning restore CA5350
        int number = BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[^1] & 15)) & int.MaxValue;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    /// <exception cref="FormatException">The secret is no base32.</exception>
    private static byte[] Read(string secret)
    {
        List<byte> bytes = [];
        int bits = 0, held = 0;
        foreach (char letter in secret)
        {
            int value = Letters.IndexOf(letter, StringComparison.Ordinal);
            held = value < 0 ? throw new FormatException("The secret of one-time codes must be base32.") : ((held << 5) | value) & 0xFFF;
            bits += 5;
            if (bits >= 8)
            {
                bits -= 8;
                bytes.Add((byte)(held >> bits));
            }
        }

        return [.. bytes];
    }
}

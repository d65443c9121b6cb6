using System.Security.Cryptography;
using System.Text;

namespace Holdfast.Ledger.Sqlite;

/// <summary>Tells members apart without keeping their names: an HMAC-SHA-256 with a random key that the ledger makes for itself.</summary>
/// <remarks>The key is in the same file, so whoever has the file can try names; it keeps them out of sight, and hashes of one ledger mean nothing
/// in another.</remarks>
internal static class MemberHash
{
    /// <summary>The length of a member's hash.</summary>
    public const int Bytes = HMACSHA256.HashSizeInBytes;

    private const int KeyBytes = 32;

    // Whoever has the file can guess: slowly, and one of some million wrong guesses looks right as well.
    private const int SecretRounds = 600_000;
    private const int SecretBytes = 3;

    /// <summary>The hash of a member's name, or of whatever stands for the member. Inside a transaction that writes.</summary>
    public static byte[] Of(LedgerConnection db, string member)
    {
        if (Find(db, member) is { } known)
        {
            return known;
        }

        byte[] key = RandomNumberGenerator.GetBytes(KeyBytes);
        db.Sql("INSERT INTO holdfast_keys(id, value) VALUES (1, $key)").Execute(key);
        return Hash(key, member);
    }

    /// <summary>The same, where nothing may be written; null when the ledger has no hash yet.</summary>
    public static byte[]? Find(LedgerConnection db, string member) =>
        db.Sql("SELECT value FROM holdfast_keys").Scalar() is byte[] key ? Hash(key, member) : null;

    /// <summary>What tells a secret from another one; slow, and short. Where <see cref="Of"/> was called before.</summary>
    public static byte[] OfSecret(LedgerConnection db, string secret) => Rfc2898DeriveBytes.Pbkdf2(
        Encoding.UTF8.GetBytes(secret), (byte[])db.Sql("SELECT value FROM holdfast_keys").Scalar()!, SecretRounds, HashAlgorithmName.SHA256, SecretBytes);

    private static byte[] Hash(byte[] key, string member) => HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(member));
}

using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Catchment.Tags.Servers.OpcUa.Users;

/// <summary>
/// What is kept of a password, from which nobody can tell it: <c>pbkdf2-sha512$ROUNDS$SALT$HASH</c>, salt and hash in base64. Source: RFC 8018, 5.2.
/// </summary>
public sealed class PasswordHash
{
    /// <summary>The longest password, in bytes of UTF-8.</summary>
    public const int MaxPasswordBytes = 1024;

    private const string Scheme = "pbkdf2-sha512";
    private const int UsualRounds = 210_000; // about a tenth of a second
    private const int MinRounds = 1_000;
    private const int MaxRounds = 10_000_000;
    private const int SaltBytes = 16;

    private readonly int _rounds;
    private readonly byte[] _salt;
    private readonly byte[] _hash;

    private PasswordHash(int rounds, byte[] salt, byte[] hash) => (_rounds, _salt, _hash) = (rounds, salt, hash);

    /// <summary>The hash of a password, with a salt of its own.</summary>
    /// <param name="password">The password.</param>
    public static PasswordHash Of(string password)
    {
        ArgumentNullException.ThrowIfNull(password);
        var salt = RandomNumberGenerator.GetBytes(SaltBytes);
        return new PasswordHash(UsualRounds, salt, Derive(password, UsualRounds, salt));
    }

    /// <summary>Reads a hash.</summary>
    /// <param name="text">As <see cref="ToString"/> writes it.</param>
    /// <param name="hash">The hash.</param>
    /// <returns>False: it is none, or one that takes too few rounds, or for ever.</returns>
    public static bool TryParse(string text, [NotNullWhen(true)] out PasswordHash? hash)
    {
        ArgumentNullException.ThrowIfNull(text);
        hash = null;
        if (text.Split('$') is not [Scheme, var rounds, var salt, var bytes]
            || !int.TryParse(rounds, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            || count is < MinRounds or > MaxRounds)
            return false;
        var (saltRoom, hashRoom) = (new byte[salt.Length], new byte[bytes.Length]);
        if (!Convert.TryFromBase64String(salt, saltRoom, out var saltLength) || !Convert.TryFromBase64String(bytes, hashRoom, out var hashLength)
            || saltLength < SaltBytes / 2 || hashLength != SHA512.HashSizeInBytes)
            return false;
        hash = new PasswordHash(count, saltRoom[..saltLength], hashRoom[..hashLength]);
        return true;
    }

    /// <summary>Whether it is that of a password; takes its time, and the same for every password.</summary>
    /// <param name="password">The password.</param>
    public bool Fits(string password)
    {
        ArgumentNullException.ThrowIfNull(password);
        return Encoding.UTF8.GetByteCount(password) <= MaxPasswordBytes && CryptographicOperations.FixedTimeEquals(Derive(password, _rounds, _salt), _hash);
    }

    /// <summary>The text that is kept.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Scheme}${_rounds}${Convert.ToBase64String(_salt)}${Convert.ToBase64String(_hash)}");

    private static byte[] Derive(string password, int rounds, byte[] salt) =>
        Rfc2898DeriveBytes.Pbkdf2(Encoding.UTF8.GetBytes(password), salt, rounds, HashAlgorithmName.SHA512, SHA512.HashSizeInBytes);
}

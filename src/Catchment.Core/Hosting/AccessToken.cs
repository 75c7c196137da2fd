using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Catchment.Core.Hosting;

/// <summary>
/// The token that the HTTP server wants from whoever reaches it from beyond this machine. Comparing takes the same
/// time whatever is presented.
/// </summary>
public sealed class AccessToken
{
    /// <summary>The file of a generated token in the state folder.</summary>
    public const string FileName = "token";

    private const int RandomBytes = 32;
    private const int ShortestToken = 8;
    private const int LongestToken = 1024;

    private readonly byte[] _hash;

    private AccessToken(string value) => _hash = Hash(value);

    /// <summary>Takes the configured token, or the one in the state folder, or makes one there (mode 0600).</summary>
    /// <param name="configured">The configured token; null or empty for none.</param>
    /// <param name="state">Where a generated one is kept.</param>
    /// <exception cref="StateFolderException">The file cannot be read or written, or holds no usable token.</exception>
    /// <exception cref="ArgumentException">The configured token is too short or too long.</exception>
    public static AccessToken LoadOrCreate(string? configured, StateFolder state)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (!string.IsNullOrEmpty(configured))
        {
            return Of(configured);
        }

        if (state.ReadBytes(FileName) is { } bytes)
        {
            string kept = Encoding.UTF8.GetString(bytes).Trim();
            return kept.Length is >= ShortestToken and <= LongestToken
                ? new AccessToken(kept)
                : throw new StateFolderException($"The file '{state.PathOf(FileName)}' holds no usable token ({ShortestToken} to {LongestToken} characters). Remove it, and a new one is made.");
        }

        string made = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));
        state.WriteBytes(FileName, Encoding.ASCII.GetBytes(made + "\n"), synced: true);
        return new AccessToken(made);
    }

    /// <summary>Takes a configured token.</summary>
    /// <param name="configured">The token.</param>
    /// <exception cref="ArgumentException">It is too short or too long.</exception>
    public static AccessToken Of(string configured)
    {
        ArgumentNullException.ThrowIfNull(configured);
        return configured.Length is >= ShortestToken and <= LongestToken
            ? new AccessToken(configured)
            : throw new ArgumentException($"The access token must have {ShortestToken} to {LongestToken} characters.", nameof(configured));
    }

    /// <summary>Whether the presented text is the token.</summary>
    /// <param name="presented">What a peer sent; null for nothing.</param>
    public bool Matches(string? presented) =>
        presented is { Length: <= LongestToken } && CryptographicOperations.FixedTimeEquals(Hash(presented), _hash);

    /// <summary>A value that only who has the token can make from the data.</summary>
    internal byte[] Sign(ReadOnlySpan<byte> data) => HMACSHA256.HashData(_hash, data);

    // Hashes have one length, so that the comparison does not tell the token's.
    private static byte[] Hash(string value) => SHA256.HashData(Encoding.UTF8.GetBytes(value));
}

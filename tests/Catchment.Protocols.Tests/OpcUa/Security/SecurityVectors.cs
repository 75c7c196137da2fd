using System.Security.Cryptography;
using System.Text.Json;

namespace Catchment.Protocols.Tests.OpcUa.Security;

/// <summary>What OpenSSL made.</summary>
internal static class SecurityVectors
{
    private static readonly JsonElement OpenSsl = JsonDocument.Parse(File.ReadAllBytes(PathOf("openssl.json"))).RootElement;

    public static string PathOf(string file) => Path.Combine(AppContext.BaseDirectory, "OpcUa", "Security", "Vectors", file);

    public static string Text(string name) => OpenSsl.GetProperty(name).GetString()!;

    /// <summary>A key of a length that takes long to make, without its private part.</summary>
    public static RSA PublicKey(int bits)
    {
        var key = RSA.Create();
        key.ImportFromPem(File.ReadAllText(PathOf($"public-{bits}.pem")));
        return key;
    }

    public static byte[] Bytes(string name) => Convert.FromHexString(Text(name));
}

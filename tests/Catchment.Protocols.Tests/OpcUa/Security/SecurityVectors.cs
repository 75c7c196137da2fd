using System.Text.Json;

namespace Catchment.Protocols.Tests.OpcUa.Security;

/// <summary>What OpenSSL made.</summary>
internal static class SecurityVectors
{
    private static readonly JsonElement OpenSsl = JsonDocument.Parse(File.ReadAllBytes(PathOf("openssl.json"))).RootElement;

    public static string PathOf(string file) => Path.Combine(AppContext.BaseDirectory, "OpcUa", "Security", "Vectors", file);

    public static string Text(string name) => OpenSsl.GetProperty(name).GetString()!;

    public static byte[] Bytes(string name) => Convert.FromHexString(Text(name));
}

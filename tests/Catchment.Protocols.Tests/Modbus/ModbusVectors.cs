using System.Text.Json;

namespace Catchment.Protocols.Tests.Modbus;

/// <summary>The vectors of the specification.</summary>
internal static class ModbusVectors
{
    public static JsonElement Encoding { get; } = Read("modbus_encoding.json");

    public static JsonElement Polling { get; } = Read("poller_conversion.json");

    /// <summary>Registers that are listed as texts of four hex digits.</summary>
    public static byte[] Registers(JsonElement list) => Convert.FromHexString(string.Concat(list.EnumerateArray().Select(r => r.GetString())));

    private static JsonElement Read(string file) =>
        JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Modbus", "Vectors", file))).RootElement;
}

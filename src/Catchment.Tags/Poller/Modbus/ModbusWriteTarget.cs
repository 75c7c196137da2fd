using System.Globalization;
using System.Text.Json;

namespace Catchment.Tags.Poller.Modbus;

/// <summary>The device of a request of POST <c>/deploy/api/modbus/write</c>. Source: <c>tags</c> 10.6.</summary>
/// <param name="Host">Host name or address.</param>
/// <param name="Port">TCP port.</param>
/// <param name="Unit">The unit.</param>
/// <param name="Timeout">How long it may take.</param>
internal sealed record ModbusWriteTarget(string Host, int Port, byte Unit, TimeSpan Timeout)
{
    private const double MostSeconds = 60;

    /// <summary>Reads the member <c>deviceConfig</c>.</summary>
    /// <param name="request">The request's object.</param>
    /// <exception cref="FormatException">It names no device; the message is the answer's.</exception>
    internal static ModbusWriteTarget Read(JsonElement request)
    {
        if (!request.TryGetProperty("deviceConfig", out var device) || device.ValueKind != JsonValueKind.Object)
            throw new FormatException("deviceConfig required");
        var host = ModbusWriteRequest.TextOf(device, "ipAddress", "").Trim();
        if (host.Length is 0 or > 253 || host.Any(char.IsWhiteSpace))
            throw new FormatException("deviceConfig.ipAddress required");
        return new ModbusWriteTarget(
            host,
            (int)Number(device, "portNumber", 502, 1, 65_535),
            (byte)Number(device, "unitNumber", 1, 0, 255),
            TimeSpan.FromSeconds(Number(device, "timeout", 3, 0.01, MostSeconds)));
    }

    private static double Number(JsonElement device, string member, double usual, double least, double most)
    {
        if (!device.TryGetProperty(member, out var value) || value.ValueKind == JsonValueKind.Null)
            return usual;
        double number = 0;
        var isNumber = value.ValueKind switch
        {
            JsonValueKind.Number => value.TryGetDouble(out number),
            JsonValueKind.String => double.TryParse(value.GetString(), NumberStyles.Float, CultureInfo.InvariantCulture, out number),
            _ => false,
        };
        return isNumber && number >= least && number <= most ? number : throw new FormatException(string.Create(CultureInfo.InvariantCulture, $"deviceConfig.{member} must be a number from {least} to {most}"));
    }
}

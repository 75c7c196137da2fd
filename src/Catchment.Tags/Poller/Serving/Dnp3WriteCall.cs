using System.Text.Json;
using Catchment.Tags.Poller.Modbus;
using Microsoft.AspNetCore.Http;

namespace Catchment.Tags.Poller.Serving;

/// <summary>POST <c>/deploy/api/dnp3/write</c>: this program does not speak DNP3, and says so. Source: <c>tags</c> 10.6.</summary>
internal sealed class Dnp3WriteCall : IDeviceWriteCall
{
    /// <inheritdoc/>
    public Task<(int Status, string Text)> WriteAsync(JsonElement request, CancellationToken cancellation)
    {
        var (name, host) = ("", "");
        if (request.TryGetProperty("deviceConfig", out var config) && config.ValueKind == JsonValueKind.Object)
            (name, host) = (ModbusWriteRequest.TextOf(config, "name", ""), ModbusWriteRequest.TextOf(config, "dnp3IpAddress", ""));
        return Task.FromResult((StatusCodes.Status501NotImplemented, $"(95 - NOT_SUPPORTED: {Unsupported(name, host, "written")})"));
    }

    /// <summary>Why nothing is done, in words that name the device.</summary>
    internal static string Unsupported(string name, string endpoint, string what)
    {
        var device = $"{(name.Length > 0 ? $" '{name}'" : "")}{(endpoint.Length > 0 ? $" ({endpoint})" : "")}";
        return $"DNP3 is not supported by this program: {(device.Length > 0 ? $"device{device}" : "the device")} is not {what}";
    }
}

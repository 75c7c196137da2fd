using System.Text;
using System.Text.Json;
using Catchment.Core.Configuration;
using Catchment.Protocols.Snmp;
using Catchment.Tags.Poller.Configuration;
using Catchment.Tags.Poller.Modbus;
using Catchment.Tags.Poller.Serving;
using Catchment.Tags.Store;
using Microsoft.AspNetCore.Http;

namespace Catchment.Tags.Poller.Snmp;

/// <summary>POST <c>/deploy/api/snmp/set</c>. Source: <c>tags</c> 10.6.</summary>
/// <param name="time">The clock of the time-outs.</param>
internal sealed class SnmpSetCall(TimeProvider time) : IDeviceWriteCall
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    /// <inheritdoc/>
    public async Task<(int Status, string Text)> WriteAsync(JsonElement request, CancellationToken cancellation)
    {
        using var deadline = new CancellationTokenSource(Longest, time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        var isAbsent = false;
        try
        {
            var device = DeviceOf(request);
            var text = ModbusWriteRequest.TextOf(request, "oid", ModbusWriteRequest.TextOf(request, "address", "")).Trim();
            var oid = SnmpPlace.Parse(text) ?? throw new FormatException("oid must be an object identifier in numbers, as 1.3.6.1.2.1.1.5.0");
            if (!request.TryGetProperty("value", out var member) || member.ValueKind == JsonValueKind.Null)
                throw new FormatException("value required");
            var type = SnmpFile.TypeOf(TypeText(request), out var isKnown);
            if (!isKnown)
                throw new FormatException("type must be a type of SNMP, as INTEGER, Gauge32, Counter32, Counter64, TimeTicks, OCTET STRING, Hex-STRING, OBJECT IDENTIFIER, IpAddress or TruthValue");
            using var client = new SnmpClient(device.Options(time));
            var value = TagValue.Of(member);
            if (type is null)
            {
                var present = await client.GetAsync(oid, end.Token);
                isAbsent = present.IsException;
                type = SnmpValues.TypeOf(present) ?? TypeOf(value);
            }

            if (SnmpValues.Write(value, type.Value, out var written) is { } problem)
                throw new FormatException(problem);
            await client.SetAsync([new SnmpVariable(oid, written)], end.Token);
            return (StatusCodes.Status200OK, $"written to {oid}");
        }
        catch (FormatException e)
        {
            return (StatusCodes.Status400BadRequest, e.Message);
        }
        catch (SnmpException e)
        {
            // To agents what is not there and cannot be made is not writable.
            return (isAbsent && e.Status == SnmpErrorStatus.NotWritable ? StatusCodes.Status404NotFound : HttpStatusOf(e), SnmpStatus.Of(e).Error);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            return (StatusCodes.Status408RequestTimeout, $"not written within {Longest.TotalSeconds} s");
        }
    }

    /// <summary>The status of HTTP for what went wrong.</summary>
    internal static int HttpStatusOf(SnmpException e) => e.Fault switch
    {
        SnmpFault.Timeout => StatusCodes.Status408RequestTimeout,
        SnmpFault.Unreachable => StatusCodes.Status503ServiceUnavailable,
        SnmpFault.Security => StatusCodes.Status401Unauthorized,
        SnmpFault.Invalid => StatusCodes.Status400BadRequest,
        SnmpFault.Refused => e.Status switch
        {
            SnmpErrorStatus.TooBig => StatusCodes.Status413PayloadTooLarge,
            SnmpErrorStatus.NoSuchName or SnmpErrorStatus.NoCreation => StatusCodes.Status404NotFound,
            SnmpErrorStatus.BadValue or (>= SnmpErrorStatus.WrongType and <= SnmpErrorStatus.WrongValue) => StatusCodes.Status400BadRequest,
            SnmpErrorStatus.ReadOnly or SnmpErrorStatus.NoAccess or SnmpErrorStatus.AuthorizationError or SnmpErrorStatus.NotWritable => StatusCodes.Status403Forbidden,
            SnmpErrorStatus.InconsistentValue or SnmpErrorStatus.InconsistentName => StatusCodes.Status409Conflict,
            SnmpErrorStatus.ResourceUnavailable => StatusCodes.Status503ServiceUnavailable,
            _ => StatusCodes.Status500InternalServerError,
        },
        _ => StatusCodes.Status500InternalServerError,
    };

    private static string TypeText(JsonElement request) =>
        ModbusWriteRequest.TextOf(request, "type", ModbusWriteRequest.TextOf(request, "asnType", ModbusWriteRequest.TextOf(request, "dataType", "")));

    /// <summary>The type for a variable that is not there yet.</summary>
    private static SnmpAsnType TypeOf(in TagValue value) => value.Kind switch
    {
        TagValueKind.Whole => SnmpAsnType.WholeNumber,
        TagValueKind.Boolean => SnmpAsnType.TruthValue,
        TagValueKind.Number => SnmpAsnType.OpaqueFloat,
        _ => SnmpAsnType.Text,
    };

    private static SnmpDevice DeviceOf(JsonElement request)
    {
        if (!request.TryGetProperty("deviceConfig", out var config) || config.ValueKind != JsonValueKind.Object)
            throw new FormatException("deviceConfig required");
        try
        {
            if (YamlReader.Read(Encoding.UTF8.GetBytes(config.GetRawText()), "deviceConfig").Root is not ConfigurationMapping mapping)
                throw new FormatException("deviceConfig required");
            var members = new Members(mapping, "", []);
            var read = new PollerDevice { Name = "", TypeText = members.Text("deviceType"), Timeout = TimeSpan.FromSeconds(members.Number("timeout", 2, 0.01, 600)) };
            var device = SnmpFile.Device(read, members, port: null);
            return members.Problem is null ? device.Snmp! : throw new FormatException($"deviceConfig.{members.Problem}");
        }
        catch (ConfigurationException e)
        {
            throw new FormatException($"deviceConfig cannot be read: {e.Message}", e);
        }
    }
}

using System.Text.Json;
using Catchment.Core.Configuration;
using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Client;
using Catchment.Tags.Poller.Configuration;
using Catchment.Tags.Poller.Modbus;
using Catchment.Tags.Poller.Serving;
using Catchment.Tags.Store;
using HttpStatus = Microsoft.AspNetCore.Http.StatusCodes;

namespace Catchment.Tags.Poller.OpcUa;

/// <summary>
/// POST <c>/deploy/api/opcua/write</c>. A device that is polled is written through the session that it has; another one through a session of its own, which trusts no
/// server by itself and uses no certificate file: anybody may call. Source: <c>tags</c> 10.6.
/// </summary>
/// <param name="poller">The devices that are polled.</param>
internal sealed class OpcUaWriteCall(TagPoller poller) : IDeviceWriteCall
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    /// <inheritdoc/>
    public async Task<(int Status, string Text)> WriteAsync(JsonElement request, CancellationToken cancellation)
    {
        OpcUaDevice? device = null;
        using var deadline = new CancellationTokenSource(Longest, poller.Time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        try
        {
            device = DeviceOf(request);
            var node = OpcUaPlace.Parse(ModbusWriteRequest.TextOf(request, "nodeId", "").Trim()) ?? throw new FormatException("nodeId must be a node id, as ns=2;s=Boiler");
            if (!request.TryGetProperty("value", out var member) || member.ValueKind == JsonValueKind.Null)
                throw new FormatException("value required");
            var type = OpcUaFile.TypeOf(ModbusWriteRequest.TextOf(request, "dataType", ""), out var isKnown);
            if (!isKnown)
                throw new FormatException("dataType must be a type of OPC UA for one value, as Boolean, Int16, Double or String");
            await WriteAsync(device, node, type, TagValue.Of(member), end.Token);
            return (HttpStatus.Status200OK, $"written to {node}");
        }
        catch (FormatException e)
        {
            return (HttpStatus.Status400BadRequest, e.Message);
        }
        catch (OpcUaException e)
        {
            return (HttpStatusOf(e.Status), OpcUaErrors.Of(device!, e).Verbose);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            return (HttpStatus.Status408RequestTimeout, $"not written within {Longest.TotalSeconds} s");
        }
    }

    /// <summary>The status of HTTP for a condition.</summary>
    internal static int HttpStatusOf(StatusCode status)
    {
        if (OpcUaErrors.IsConnection(status))
            return HttpStatus.Status503ServiceUnavailable;
        return StatusCodes.NameOf(status) switch
        {
            nameof(StatusCodes.BadNodeIdUnknown) or nameof(StatusCodes.BadNotFound) => HttpStatus.Status404NotFound,
            nameof(StatusCodes.BadTimeout) or nameof(StatusCodes.BadRequestTimeout) => HttpStatus.Status408RequestTimeout,
            nameof(StatusCodes.BadIdentityTokenInvalid) or nameof(StatusCodes.BadIdentityTokenRejected) or nameof(StatusCodes.BadUserSignatureInvalid) => HttpStatus.Status401Unauthorized,
            nameof(StatusCodes.BadUserAccessDenied) or nameof(StatusCodes.BadNotWritable) or nameof(StatusCodes.BadSecurityModeInsufficient) or nameof(StatusCodes.BadSecurityChecksFailed)
                or nameof(StatusCodes.BadSecurityPolicyRejected) or nameof(StatusCodes.BadSecurityModeRejected) => HttpStatus.Status403Forbidden,
            nameof(StatusCodes.BadNotSupported) or nameof(StatusCodes.BadNotImplemented) or nameof(StatusCodes.BadServiceUnsupported) => HttpStatus.Status501NotImplemented,
            nameof(StatusCodes.BadServerHalted) or nameof(StatusCodes.BadShutdown) or nameof(StatusCodes.BadOutOfService) or nameof(StatusCodes.BadNoCommunication) or nameof(StatusCodes.BadTcpServerTooBusy)
                or nameof(StatusCodes.BadTooManySessions) or nameof(StatusCodes.BadResourceUnavailable) => HttpStatus.Status503ServiceUnavailable,
            nameof(StatusCodes.BadTypeMismatch) or nameof(StatusCodes.BadOutOfRange) or nameof(StatusCodes.BadNodeIdInvalid) or nameof(StatusCodes.BadAttributeIdInvalid) or nameof(StatusCodes.BadWriteNotSupported)
                or nameof(StatusCodes.BadConfigurationError) or nameof(StatusCodes.BadTcpEndpointUrlInvalid) or nameof(StatusCodes.BadInvalidArgument) or nameof(StatusCodes.BadIndexRangeInvalid)
                or nameof(StatusCodes.BadEncodingLimitsExceeded) => HttpStatus.Status400BadRequest,
            var name when name.StartsWith("BadCertificate", StringComparison.Ordinal) => HttpStatus.Status403Forbidden,
            _ => HttpStatus.Status500InternalServerError,
        };
    }

    private static OpcUaDevice DeviceOf(JsonElement request)
    {
        if (!request.TryGetProperty("deviceConfig", out var config) || config.ValueKind != JsonValueKind.Object)
            throw new FormatException("deviceConfig required");
        var problems = new List<string>();
        try
        {
            if (YamlReader.Read(System.Text.Encoding.UTF8.GetBytes(config.GetRawText()), "deviceConfig").Root is not ConfigurationMapping mapping)
                throw new FormatException("deviceConfig required");
            var members = new Members(mapping, "", problems);
            var device = OpcUaFile.Device(new PollerDevice { Name = "", TypeText = "" }, members);
            return members.Problem is null ? device.OpcUa! : throw new FormatException($"deviceConfig.{members.Problem}");
        }
        catch (ConfigurationException e)
        {
            throw new FormatException($"deviceConfig cannot be read: {e.Message}", e);
        }
    }

    private async Task WriteAsync(OpcUaDevice device, ExpandedNodeId node, BuiltInType? type, TagValue value, CancellationToken cancellation)
    {
        foreach (var polled in poller.Pollers)
        {
            if (polled.Device.OpcUa is { } known && IsSame(known, device) && polled.Driver is OpcUaDriver { Client: { } client })
            {
                await WriteAsync(client, node, type, value, cancellation);
                return;
            }
        }

        if (device.CertificateFile is not null && !poller.Pollers.Any(polled => polled.Device.OpcUa is { } known && IsSame(known, device)))
            throw new FormatException("deviceConfig.opcuaClientCertRef: a certificate file is used for devices alone that are polled");
        if (device.Trust == OpcUaServerTrust.Auto)
            device = device with { Trust = OpcUaServerTrust.Prompt };
        await using var connection = OpcUaConnection.Make(device, "Catchment write", poller.Parts);
        await connection.Client.ConnectAsync(cancellation);
        await WriteAsync(connection.Client, node, type, value, cancellation);
    }

    private static async Task WriteAsync(OpcUaClient client, ExpandedNodeId node, BuiltInType? type, TagValue value, CancellationToken cancellation)
    {
        var id = (await OpcUaConnection.ResolveAsync(client, [node], cancellation))[0];
        if (id.IsNull)
            throw new OpcUaException(StatusCodes.BadNodeIdUnknown);
        var known = type ?? await OpcUaConnection.TypeAsync(client, id, cancellation);
        if (OpcUaValues.Write(value, known, out var written) is { } problem)
            throw new FormatException(problem);
        await OpcUaConnection.WriteAsync(client, id, written, cancellation);
    }

    /// <summary>Whether two are one server, asked as the same user in the same way.</summary>
    private static bool IsSame(OpcUaDevice known, OpcUaDevice asked) =>
        (known.Url, known.SecurityMode, known.Authentication, known.UserName, known.Password, known.CertificateFile, known.KeyFile)
        == (asked.Url, asked.SecurityMode, asked.Authentication, asked.UserName, asked.Password, asked.CertificateFile, asked.KeyFile);
}

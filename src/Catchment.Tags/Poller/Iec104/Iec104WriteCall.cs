using System.Globalization;
using System.Text;
using System.Text.Json;
using Catchment.Core.Configuration;
using Catchment.Protocols.Iec104;
using Catchment.Tags.Poller.Configuration;
using Catchment.Tags.Poller.Serving;
using Catchment.Tags.Store;
using HttpStatus = Microsoft.AspNetCore.Http.StatusCodes;

namespace Catchment.Tags.Poller.Iec104;

/// <summary>
/// POST <c>/deploy/api/iec104/write</c>. A station that is polled is commanded over the connection that it has, as many take one master alone; another one over one of its
/// own. Source: <c>tags</c> 10.6.
/// </summary>
/// <param name="poller">The devices that are polled.</param>
internal sealed class Iec104WriteCall(TagPoller poller) : IDeviceWriteCall
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan UsualTimeout = TimeSpan.FromSeconds(3);

    /// <inheritdoc/>
    public async Task<(int Status, string Text)> WriteAsync(JsonElement request, CancellationToken cancellation)
    {
        using var deadline = new CancellationTokenSource(Longest, poller.Time);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        try
        {
            var (device, timeout) = DeviceOf(request);
            var command = CommandOf(request, device);
            var selection = request.TryGetProperty("select", out var select) ? SelectionOf(select, device.Selection) : device.Selection;
            await SendAsync(device, timeout, command, selection, end.Token);
            return (HttpStatus.Status200OK, string.Create(CultureInfo.InvariantCulture, $"{command.Type} executed at {command.Information.Address}"));
        }
        catch (FormatException e)
        {
            return (HttpStatus.Status400BadRequest, e.Message);
        }
        catch (Iec104Exception e)
        {
            return (HttpStatusOf(e), Iec104Errors.Of(e).Verbose);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            return (HttpStatus.Status408RequestTimeout, $"not executed within {Longest.TotalSeconds} s");
        }
    }

    /// <summary>The status of HTTP for a failure.</summary>
    internal static int HttpStatusOf(Iec104Exception e) => e.Fault switch
    {
        Iec104Fault.Argument => HttpStatus.Status400BadRequest,
        Iec104Fault.TimedOut => HttpStatus.Status408RequestTimeout,
        Iec104Fault.Protocol or Iec104Fault.Malformed => HttpStatus.Status502BadGateway,
        Iec104Fault.Refused => e.Cause switch
        {
            CauseOfTransmission.UnknownType or CauseOfTransmission.UnknownCause => HttpStatus.Status501NotImplemented,
            CauseOfTransmission.UnknownCommonAddress or CauseOfTransmission.UnknownObjectAddress => HttpStatus.Status404NotFound,
            CauseOfTransmission.ActivationTermination => HttpStatus.Status500InternalServerError,
            _ => HttpStatus.Status403Forbidden,
        },
        _ => HttpStatus.Status503ServiceUnavailable,
    };

    private static (Iec104Device Device, TimeSpan Timeout) DeviceOf(JsonElement request)
    {
        if (!request.TryGetProperty("deviceConfig", out var config) || config.ValueKind != JsonValueKind.Object)
            throw new FormatException("deviceConfig required");
        try
        {
            if (YamlReader.Read(Encoding.UTF8.GetBytes(config.GetRawText()), "deviceConfig").Root is not ConfigurationMapping mapping)
                throw new FormatException("deviceConfig required");
            var members = new Members(mapping, "", []);
            var device = Iec104File.Device(new PollerDevice { Name = "", TypeText = "" }, members);
            var timeout = TimeSpan.FromSeconds(members.Number("timeout", UsualTimeout.TotalSeconds, 0.01, 600));
            return members.Problem is null ? (device.Iec104!, timeout) : throw new FormatException($"deviceConfig.{members.Problem}");
        }
        catch (ConfigurationException e)
        {
            throw new FormatException($"deviceConfig cannot be read: {e.Message}", e);
        }
    }

    private static Iec104CommandForm CommandOf(JsonElement request, Iec104Device device)
    {
        var place = Text(request, "address") ?? Text(request, "ioa") ?? throw new FormatException("address required: TYPE:IOA or IOA, as M_SP_NA_1:100 or 100");
        var colon = place.LastIndexOf(':');
        var typeText = colon >= 0 ? place[..colon] : Text(request, "type") ?? Text(request, "iec104PointType") ?? Text(request, "dataType") ?? nameof(TypeId.M_ME_NA_1);
        var address = Iec104File.Address(place[(colon + 1)..], device.Format) ?? throw new FormatException($"address must have an information object address from 1 to {device.Format.MaxObjectAddress}");
        var type = Iec104Place.TypeOf(typeText) is { } known ? Iec104Values.CommandOf(known) : TypeId.None;
        if (type == TypeId.None)
            throw new FormatException("type must be one of IEC 60870-5-104 that can be commanded, as M_SP_NA_1 or C_SC_NA_1");
        if (!request.TryGetProperty("value", out var member) || member.ValueKind == JsonValueKind.Null)
            throw new FormatException("value required");
        return Iec104Values.Write(type, address, Raw(TagValue.Of(member), member.ValueKind, type), out var command) is { } problem ? throw new FormatException(problem) : command;
    }

    /// <summary>The number that is commanded: of points with two states also true and false, of steps up and down.</summary>
    private static double Raw(in TagValue value, JsonValueKind kind, TypeId type)
    {
        if (kind is JsonValueKind.Number or JsonValueKind.String && value.TryGetNumber(out var number) && double.IsFinite(number))
            return number;
        bool? isOn = value.ToString().Trim().ToUpperInvariant() switch
        {
            "HIGHER" or "UP" when type == TypeId.C_RC_NA_1 => true,
            "LOWER" or "DOWN" when type == TypeId.C_RC_NA_1 => false,
            "TRUE" or "ON" when type is TypeId.C_SC_NA_1 or TypeId.C_DC_NA_1 => true,
            "FALSE" or "OFF" when type is TypeId.C_SC_NA_1 or TypeId.C_DC_NA_1 => false,
            _ => null,
        };
        // Of points with two bits 1 is off, or lower, and 2 is on, or higher.
        return isOn is { } on ? (on ? 1 : 0) + (type == TypeId.C_SC_NA_1 ? 0 : 1) : throw new FormatException($"{value} is no value for {type}");
    }

    private static Iec104Selection SelectionOf(JsonElement select, Iec104Selection usual) => select.ValueKind switch
    {
        JsonValueKind.True => Iec104Selection.Always,
        JsonValueKind.False => Iec104Selection.Never,
        JsonValueKind.Null => usual,
        _ => throw new FormatException("select must be true or false"),
    };

    private static string? Text(JsonElement request, string member) => !request.TryGetProperty(member, out var value) ? null : value.ValueKind switch
    {
        JsonValueKind.String when value.GetString() is { Length: > 0 } text => text.Trim(),
        JsonValueKind.Number => value.GetRawText(),
        _ => null,
    };

    private async Task SendAsync(Iec104Device device, TimeSpan timeout, Iec104CommandForm command, Iec104Selection selection, CancellationToken cancellation)
    {
        foreach (var polled in poller.Pollers)
        {
            if (polled.Device.Iec104 is { } known && (known.Host, known.Port, known.Format) == (device.Host, device.Port, device.Format) && polled.Driver is Iec104Driver { Client: { } client })
            {
                await Iec104Master.CommandAsync(client, device, device.CommonAddress, command, selection, poller.Time, cancellation);
                return;
            }
        }

        await using var own = Iec104Master.Make(device, timeout, poller.Time);
        try
        {
            await own.ConnectAsync(cancellation);
        }
        catch (Iec104Exception e) when (e.Fault == Iec104Fault.TimedOut)
        {
            throw new Iec104Exception(Iec104Fault.NotConnected, e.Message, inner: e);
        }

        await Iec104Master.CommandAsync(own, device, device.CommonAddress, command, selection, poller.Time, cancellation);
    }
}

using Catchment.Protocols.Iec104.Asdus;

namespace Catchment.Protocols.Iec104.Server.Connections;

/// <summary>
/// An interrogation, its deactivation, or a reading that is being answered: gives one ASDU after the other, and asks the station for its
/// points on the way.
/// </summary>
/// <param name="request">The header of the request, with one station's common address.</param>
/// <param name="asked">Its object.</param>
/// <param name="host">The server.</param>
internal sealed class Scan(AsduHeader request, InformationObject asked, ServerHost host)
{
    private const int FirstGroup = 20;

    private IEnumerator<Iec104Point>? _points;
    private Iec104Point _held;
    private bool _isHeld;
    private Stage _stage = request.Type == TypeId.C_RD_NA_1 ? Stage.Read : request.Cause == CauseOfTransmission.Deactivation ? Stage.Cancelled : Stage.Confirm;

    private enum Stage
    {
        Confirm,
        Open,
        Points,
        Read,
        Cancelled,
        Over,
    }

    /// <summary>The type that was asked with.</summary>
    public TypeId Type => request.Type;

    /// <summary>The station that was asked.</summary>
    public int CommonAddress => request.CommonAddress;

    private AsduFormat Format => host.Options.Format;

    /// <summary>Writes the next ASDU.</summary>
    /// <returns>Its octets; 0: there is none any more.</returns>
    public int Write(Span<byte> asdu)
    {
        switch (_stage)
        {
            case Stage.Confirm:
                _stage = Stage.Open;
                return Mirror(asdu, CauseOfTransmission.ActivationConfirmation, isNegative: false);
            case Stage.Open:
                Open();
                goto case Stage.Points;
            case Stage.Points:
                _stage = Stage.Points;
                if (WritePoints(asdu) is var octets and > 0)
                    return octets;
                _stage = Stage.Over;
                return Mirror(asdu, CauseOfTransmission.ActivationTermination, isNegative: false);
            case Stage.Read:
                _stage = Stage.Over;
                return Read(asdu);
            case Stage.Cancelled:
                _stage = Stage.Over;
                return Mirror(asdu, CauseOfTransmission.DeactivationConfirmation, isNegative: false);
            default:
                return 0;
        }
    }

    private void Open()
    {
        try
        {
            var points = request.Type == TypeId.C_IC_NA_1
                ? host.Station.Interrogate(request.CommonAddress, asked.Qualifier - FirstGroup)
                : host.Station.Counters(request.CommonAddress, (asked.Qualifier & 0x3F) is var group and < 5 ? group : 0);
            _points = points.GetEnumerator();
        }
        catch (Exception e)
        {
            host.Options.Observer?.StationFailed(e);
        }
    }

    private int Read(Span<byte> asdu)
    {
        try
        {
            if (host.Station.TryRead(request.CommonAddress, asked.Address, out var point) && host.IsServable(point))
            {
                var writer = new AsduWriter(asdu, Header(point.Type, CauseOfTransmission.Request), Format);
                writer.TryAdd(point.Information);
                return writer.Length;
            }
        }
        catch (Exception e)
        {
            host.Options.Observer?.StationFailed(e);
        }

        return Mirror(asdu, CauseOfTransmission.UnknownObjectAddress, isNegative: true);
    }

    private int WritePoints(Span<byte> asdu)
    {
        if (!TryHold())
            return 0;
        var cause = request.Type == TypeId.C_IC_NA_1 ? asked.Qualifier : (int)CauseOfTransmission.RequestedByCounter + ((asked.Qualifier & 0x3F) % 5);
        var type = _held.Type;
        var writer = new AsduWriter(asdu, Header(type, (CauseOfTransmission)cause), Format);
        while (_held.Type == type && writer.TryAdd(_held.Information))
        {
            _isHeld = false;
            if (!TryHold())
                break;
        }

        return writer.Length;
    }

    /// <summary>Holds the next point, unless one is held.</summary>
    private bool TryHold()
    {
        try
        {
            while (!_isHeld && _points?.MoveNext() == true)
            {
                if (!host.IsServable(_points.Current))
                    continue;
                _held = _points.Current;
                if (request.Type == TypeId.C_IC_NA_1)
                    _held = _held with { Type = _held.Type.WithoutTime() };
                _isHeld = true;
            }

            if (!_isHeld)
                _points?.Dispose();
        }
        catch (Exception e)
        {
            // What the station could tell until here is told.
            _points = null;
            host.Options.Observer?.StationFailed(e);
        }

        return _isHeld;
    }

    private int Mirror(Span<byte> asdu, CauseOfTransmission cause, bool isNegative)
    {
        var writer = new AsduWriter(asdu, request with { Cause = cause, IsNegative = isNegative }, Format);
        writer.TryAdd(asked);
        return writer.Length;
    }

    private AsduHeader Header(TypeId type, CauseOfTransmission cause) =>
        AsduHeader.Of(type, cause, request.CommonAddress) with { Originator = request.Originator, IsTest = request.IsTest };
}

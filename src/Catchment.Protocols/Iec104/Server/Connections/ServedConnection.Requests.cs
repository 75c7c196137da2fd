using Catchment.Protocols.Iec104.Asdus;

namespace Catchment.Protocols.Iec104.Server.Connections;

/// <content>What a master asks for. Source: IEC 60870-5-101, 7.2.3 and 7.4; IEC 60870-5-5, 6.</content>
internal sealed partial class ServedConnection
{
    private const int TestPattern = 0x55AA;
    private const int FirstInterrogation = 20;
    private const int LastInterrogation = 36;
    private const int AllCounters = 5;

    private static readonly CauseOfTransmission[] Activations = [CauseOfTransmission.Activation, CauseOfTransmission.Deactivation];
    private static readonly CauseOfTransmission[] OnlyActivation = [CauseOfTransmission.Activation];
    private static readonly CauseOfTransmission[] Requests = [CauseOfTransmission.Request];

    /// <inheritdoc/>
    protected override void Take(ReadOnlySpan<byte> asdu)
    {
        var header = AsduHeader.Read(asdu, Format);
        if (Causes(header.Type) is not { } causes)
        {
            var mirror = asdu.ToArray();
            AsduHeader.WriteCause(mirror, CauseOfTransmission.UnknownType, isNegative: true, header.IsTest);
            Observer?.NotUnderstood(Peer, header.Type, CauseOfTransmission.UnknownType);
            Reply(mirror);
            return;
        }

        var reader = new AsduReader(asdu, header, Format);
        if (header.Count != 1 || header.IsSequence || !reader.TryRead(out var asked))
            throw new Iec104Exception(Iec104Fault.Malformed, $"{header.Type} has one object and no sequence.");
        if (!causes.Contains(header.Cause))
            Mistaken(header, asked, CauseOfTransmission.UnknownCause);
        else if (header.CommonAddress == Format.GlobalCommonAddress && header.Type is TypeId.C_IC_NA_1 or TypeId.C_CI_NA_1 or TypeId.C_CS_NA_1)
            TakeForAll(header, asked);
        else if (!Ask(() => _host.Station.CommonAddresses.Contains(header.CommonAddress)))
            Mistaken(header, asked, CauseOfTransmission.UnknownCommonAddress);
        else
            Take(header, asked);
    }

    private static CauseOfTransmission[]? Causes(TypeId type) => type switch
    {
        TypeId.C_IC_NA_1 or TypeId.C_CI_NA_1 => Activations,
        TypeId.C_RD_NA_1 => Requests,
        TypeId.C_CS_NA_1 or TypeId.C_TS_NA_1 or TypeId.C_TS_TA_1 => OnlyActivation,
        _ => type.IsCommand() ? Activations : null,
    };

    /// <summary>Every station answers for itself.</summary>
    private void TakeForAll(in AsduHeader header, in InformationObject asked)
    {
        foreach (var address in Ask(() => (int[])[.. _host.Station.CommonAddresses]) ?? [])
            Take(header with { CommonAddress = address }, asked);
    }

    private void Take(AsduHeader header, InformationObject asked)
    {
        if (header.Type.IsCommand())
        {
            TakeCommand(header, asked);
            return;
        }

        if (asked.Address != 0 && header.Type != TypeId.C_RD_NA_1)
        {
            Mistaken(header, asked, CauseOfTransmission.UnknownObjectAddress);
            return;
        }

        switch (header.Type)
        {
            case TypeId.C_IC_NA_1:
                TakeInterrogation(header, asked, asked.Qualifier is >= FirstInterrogation and <= LastInterrogation);
                break;
            case TypeId.C_CI_NA_1:
                TakeCounterInterrogation(header, asked);
                break;
            case TypeId.C_RD_NA_1:
                Scan(header, asked);
                break;
            case TypeId.C_CS_NA_1:
                var time = Ask(() => _host.Station.SynchronizeClock(header.CommonAddress, asked.Time));
                Reply(header, asked with { Time = time }, CauseOfTransmission.ActivationConfirmation, isNegative: false);
                break;
            default:
                var isGood = header.Type == TypeId.C_TS_TA_1 || (asked.Bits & 0xFFFF) == TestPattern;
                Reply(header, asked, CauseOfTransmission.ActivationConfirmation, !isGood);
                break;
        }
    }

    private void TakeInterrogation(in AsduHeader header, in InformationObject asked, bool isPossible)
    {
        lock (Gate)
        {
            _interrogations++;
            isPossible &= _scans.Count < _host.Options.MaxScans;
        }

        if (header.Cause == CauseOfTransmission.Deactivation)
            Cancel(header);
        if (isPossible)
            Scan(header, asked);
        else
            Reply(header, asked, header.Cause + 1, isNegative: true);
    }

    private void TakeCounterInterrogation(AsduHeader header, InformationObject asked)
    {
        var request = asked.Qualifier & 0x3F;
        var freeze = (CounterFreeze)(asked.Qualifier >> 6);
        if (request is < 1 or > AllCounters || freeze == CounterFreeze.Read || header.Cause == CauseOfTransmission.Deactivation)
        {
            TakeInterrogation(header, asked, request is >= 1 and <= AllCounters);
            return;
        }

        lock (Gate)
            _interrogations++;
        var isDone = Ask(() => _host.Station.FreezeCounters(header.CommonAddress, request % AllCounters, freeze));
        Reply(header, asked, CauseOfTransmission.ActivationConfirmation, !isDone);
        if (isDone)
            Reply(header, asked, CauseOfTransmission.ActivationTermination, isNegative: false);
    }

    private void Cancel(in AsduHeader header)
    {
        lock (Gate)
        {
            for (var i = _scans.Count; i > 0; i--)
            {
                var scan = _scans.Dequeue();
                if (scan.Type != header.Type || scan.CommonAddress != header.CommonAddress)
                    _scans.Enqueue(scan);
            }
        }
    }

    private void Scan(in AsduHeader header, in InformationObject asked)
    {
        var isTooMany = false;
        lock (Gate)
        {
            if (!Link.IsStarted)
                return;
            isTooMany = _scans.Count >= MaxReplies;
            if (!isTooMany)
                _scans.Enqueue(new Scan(header, asked, _host));
            Wake();
        }

        if (isTooMany)
            Close(Iec104CloseReason.Slow, "The master asks for more than it takes.");
    }

    private void Mistaken(in AsduHeader header, in InformationObject asked, CauseOfTransmission cause)
    {
        Observer?.NotUnderstood(Peer, header.Type, cause);
        Reply(header, asked, cause, isNegative: true);
    }

    /// <summary>Answers a request with its mirror.</summary>
    /// <param name="header">Of the request.</param>
    /// <param name="asked">Its object.</param>
    /// <param name="cause">Why the answer is sent.</param>
    /// <param name="isNegative">P/N.</param>
    /// <param name="stops">Only when data transfer was not stopped since; null: in any case.</param>
    private void Reply(in AsduHeader header, in InformationObject asked, CauseOfTransmission cause, bool isNegative, int? stops = null)
    {
        var asdu = new byte[Format.HeaderOctets + Format.ObjectAddressOctets + ElementLayout.OctetsOf(header.Type)];
        var writer = new AsduWriter(asdu, header with { Cause = cause, IsNegative = isNegative }, Format);
        writer.TryAdd(asked);
        Reply(asdu, stops);
    }

    private void Reply(byte[] asdu, int? stops = null)
    {
        bool isTooMany;
        lock (Gate)
        {
            if (!Link.IsStarted || (stops is { } then && then != _stops))
                return;
            isTooMany = _replies.Count >= MaxReplies;
            if (!isTooMany)
                _replies.Enqueue(asdu);
            Wake();
        }

        if (isTooMany)
            Close(Iec104CloseReason.Slow, "The master asks for more than it takes.");
    }

    /// <summary>What the station throws costs the request alone.</summary>
    private T? Ask<T>(Func<T> question)
    {
        try
        {
            return question();
        }
        catch (Exception e)
        {
            Observer?.StationFailed(e);
            return default;
        }
    }
}

using Catchment.Protocols.Snmp.Wire;

namespace Catchment.Protocols.Snmp.Serving;

/// <summary>Carries out requests that are allowed to come. Source: RFC 3416, 4.2.; for v1 RFC 1157, 4.1. and RFC 3584, 4.</summary>
internal sealed class RequestProcessor(ISnmpObjects objects, SnmpAgentOptions options, Lock setGate)
{
    /// <summary>What a PDU takes beside its variables, at most.</summary>
    private const int PduOverhead = 32;

    private readonly SetTransaction _sets = new(objects, options.Observer, setGate);
    private readonly List<SnmpVariable> _answer = [];

    /// <summary>Carries out a request.</summary>
    /// <param name="request">A Get, GetNext, GetBulk or Set.</param>
    /// <param name="rights">What who asks may do.</param>
    /// <param name="version">v1 knows fewer types and errors.</param>
    /// <param name="room">The most bytes of the answer's PDU.</param>
    /// <param name="status">How it went, as v2 tells it.</param>
    /// <returns>The answer; its variables are good until the next request.</returns>
    internal SnmpPdu Process(SnmpPdu request, AccessRights rights, SnmpVersion version, int room, out SnmpErrorStatus status)
    {
        _answer.Clear();
        var index = 0;
        if (request.Type == SnmpPduType.Set)
            (status, index) = rights.Read is null && rights.Write is null ? (SnmpErrorStatus.AuthorizationError, 0) : _sets.Write(request.Variables, rights.Write);
        else if (rights.Read is null)
            status = SnmpErrorStatus.AuthorizationError;
        else if (request.Type == SnmpPduType.GetBulk)
            (status, index) = Bulk(request, rights.Read, room);
        else
            (status, index) = One(request, rights.Read, version == SnmpVersion.V1, room);

        if (status == SnmpErrorStatus.TooBig)
            return TooBig(request, version);
        if (status != SnmpErrorStatus.NoError)
            return Answer(request, version == SnmpVersion.V1 ? ForV1(status) : status, index, request.Variables);
        return Answer(request, SnmpErrorStatus.NoError, 0, request.Type == SnmpPduType.Set ? request.Variables : _answer);
    }

    /// <summary>The answer that an answer does not fit: in v1 with the request's variables, later with none.</summary>
    internal static SnmpPdu TooBig(SnmpPdu request, SnmpVersion version) =>
        Answer(request, SnmpErrorStatus.TooBig, 0, version == SnmpVersion.V1 ? request.Variables : []);

    private static SnmpPdu Answer(SnmpPdu request, SnmpErrorStatus status, int index, IReadOnlyList<SnmpVariable> variables) =>
        new() { Type = SnmpPduType.Response, RequestId = request.RequestId, First = (int)status, Second = index, Variables = variables };

    /// <summary>Source: RFC 3584, 4.4.</summary>
    private static SnmpErrorStatus ForV1(SnmpErrorStatus status) => status switch
    {
        SnmpErrorStatus.WrongValue or SnmpErrorStatus.WrongEncoding or SnmpErrorStatus.WrongType or SnmpErrorStatus.WrongLength
            or SnmpErrorStatus.InconsistentValue => SnmpErrorStatus.BadValue,
        SnmpErrorStatus.NoAccess or SnmpErrorStatus.NotWritable or SnmpErrorStatus.NoCreation or SnmpErrorStatus.InconsistentName
            or SnmpErrorStatus.AuthorizationError => SnmpErrorStatus.NoSuchName,
        SnmpErrorStatus.ResourceUnavailable or SnmpErrorStatus.CommitFailed or SnmpErrorStatus.UndoFailed => SnmpErrorStatus.GenErr,
        _ => status,
    };

    private (SnmpErrorStatus Status, int Index) One(SnmpPdu request, SnmpView view, bool v1, int room)
    {
        var size = 0;
        for (var i = 0; i < request.Variables.Count; i++)
        {
            var asked = request.Variables[i].Oid;
            SnmpVariable got;
            if (request.Type == SnmpPduType.Get)
            {
                if (!TryGet(asked, view, out var value))
                    return (SnmpErrorStatus.GenErr, i + 1);
                if (v1 && (value.IsException || value.Type == SnmpType.Counter64))
                    return (SnmpErrorStatus.NoSuchName, i + 1);
                got = new SnmpVariable(asked, value);
            }
            else
            {
                if (!TryNext(asked, view, v1, out got))
                    return (SnmpErrorStatus.GenErr, i + 1);
                if (v1 && got.Value.IsException)
                    return (SnmpErrorStatus.NoSuchName, i + 1);
            }

            // Whether it fits to the byte is seen when it is written; this ends what never will.
            size += BerSize.Of(got);
            if (size > room)
                return (SnmpErrorStatus.TooBig, 0);
            _answer.Add(got);
        }

        return (SnmpErrorStatus.NoError, 0);
    }

    /// <summary>Fills the answer as far as it goes. Source: RFC 3416, 4.2.3.</summary>
    private (SnmpErrorStatus Status, int Index) Bulk(SnmpPdu request, SnmpView view, int room)
    {
        var asked = request.Variables;
        var single = Math.Clamp(request.First, 0, asked.Count);
        var repetitions = Math.Max(0, request.Second);
        var size = PduOverhead;
        for (var i = 0; i < single; i++)
        {
            if (!TryNext(asked[i].Oid, view, v1: false, out var got))
                return (SnmpErrorStatus.GenErr, i + 1);
            if (!Fits(got, room, ref size))
                return Cut();
        }

        var repeated = asked.Count - single;
        var row = new Oid[repeated];
        for (var i = 0; i < repeated; i++)
            row[i] = asked[single + i].Oid;
        var ended = new bool[repeated];
        for (var done = 0; done < repetitions && repeated > 0; done++)
        {
            var more = false;
            for (var i = 0; i < repeated; i++)
            {
                var got = new SnmpVariable(row[i], SnmpValue.EndOfMibView);
                if (!ended[i] && !TryNext(row[i], view, v1: false, out got))
                    return (SnmpErrorStatus.GenErr, single + i + 1);
                if (!Fits(got, room, ref size))
                    return Cut();
                row[i] = got.Oid;
                ended[i] = got.Value.Type == SnmpType.EndOfMibView;
                more |= !ended[i];
            }

            if (!more)
                break;
        }

        return (SnmpErrorStatus.NoError, 0);
    }

    /// <summary>An answer that has room for nothing is too big; any other is as long as it can be.</summary>
    private (SnmpErrorStatus Status, int Index) Cut() => (_answer.Count == 0 ? SnmpErrorStatus.TooBig : SnmpErrorStatus.NoError, 0);

    private bool Fits(SnmpVariable got, int room, ref int size)
    {
        size += BerSize.Of(got);
        if (size > room || _answer.Count >= options.MaxBulkVariables)
            return false;
        _answer.Add(got);
        return true;
    }

    private bool TryGet(Oid oid, SnmpView view, out SnmpValue value)
    {
        value = SnmpValue.NoSuchObject;
        try
        {
            if (view.Contains(oid))
                value = objects.Find(oid, out var typeExists)?.Read() ?? (typeExists ? SnmpValue.NoSuchInstance : SnmpValue.NoSuchObject);
            return true;
        }
#pragma warning disable CA1031 // Whatever an object throws, its agent lives.
        catch (Exception e)
#pragma warning restore CA1031
        {
            options.Observer?.ObjectFailed(oid, e);
            return false;
        }
    }

    private bool TryNext(Oid oid, SnmpView view, bool v1, out SnmpVariable next)
    {
        next = new SnmpVariable(oid, SnmpValue.EndOfMibView);
        var (from, orEqual) = (oid, false);
        try
        {
            while (objects.FindNext(from, orEqual, out var found) is { } instance)
            {
                (from, orEqual) = (found, false);
                if (!view.Contains(found))
                {
                    if (view.After(found) is not { } after)
                        return true;
                    (from, orEqual) = (after, true);
                    continue;
                }

                var value = instance.Read();
                if (value.IsException || (v1 && value.Type == SnmpType.Counter64))
                    continue;
                next = new SnmpVariable(found, value);
                return true;
            }

            return true;
        }
#pragma warning disable CA1031 // Whatever an object throws, its agent lives.
        catch (Exception e)
#pragma warning restore CA1031
        {
            options.Observer?.ObjectFailed(from, e);
            return false;
        }
    }
}

namespace Catchment.Protocols.Snmp.Wire;

/// <summary>An operation with its variables. Source: RFC 3416, 3.</summary>
internal sealed class SnmpPdu
{
    internal required SnmpPduType Type { get; init; }

    internal required int RequestId { get; init; }

    /// <summary>The error status; of a GetBulkRequest the number of variables that do not repeat.</summary>
    internal int First { get; init; }

    /// <summary>The error index; of a GetBulkRequest the most repetitions.</summary>
    internal int Second { get; init; }

    internal required IReadOnlyList<SnmpVariable> Variables { get; init; }

    /// <summary>Reads one that is all of the rest.</summary>
    /// <param name="reader">Where it begins.</param>
    /// <param name="most">The most variables; with more it is not read.</param>
    /// <param name="pdu">What was read.</param>
    internal static bool TryRead(ref BerReader reader, int most, out SnmpPdu pdu)
    {
        pdu = null!;
        var tag = reader.Tag;
        if (tag is < (byte)SnmpPduType.Get or > (byte)SnmpPduType.Report or (byte)SnmpPduType.TrapV1
            || !reader.TryEnter(tag, out var inner)
            || !inner.TryInteger(out var id) || !inner.TryInteger(out var first) || !inner.TryInteger(out var second)
            || !inner.TryEnter(BerTag.Sequence, out var list) || !inner.AtEnd)
        {
            return false;
        }

        var variables = new List<SnmpVariable>();
        while (!list.AtEnd)
        {
            if (variables.Count == most || !list.TryEnter(BerTag.Sequence, out var one) || !one.TryOid(out var oid) || !one.TryValue(out var value) || !one.AtEnd)
                return false;
            variables.Add(new SnmpVariable(oid, value));
        }

        pdu = new SnmpPdu { Type = (SnmpPduType)tag, RequestId = id, First = first, Second = second, Variables = variables };
        return true;
    }

    /// <summary>Writes it before all that is written.</summary>
    internal void Write(BerWriter writer)
    {
        var end = writer.Start;
        for (var i = Variables.Count - 1; i >= 0 && !writer.Overflow; i--)
        {
            var variable = writer.Start;
            writer.Value(Variables[i].Value);
            writer.Oid(Variables[i].Oid);
            writer.Wrap(BerTag.Sequence, variable);
        }

        writer.Wrap(BerTag.Sequence, end);
        writer.Integer(Second);
        writer.Integer(First);
        writer.Integer(RequestId);
        writer.Wrap((byte)Type, end);
    }
}

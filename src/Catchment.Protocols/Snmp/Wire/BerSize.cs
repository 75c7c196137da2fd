namespace Catchment.Protocols.Snmp.Wire;

/// <summary>How many bytes a variable takes, so that an answer ends before it is too big.</summary>
internal static class BerSize
{
    internal static int Of(SnmpVariable variable) => Element(Of(variable.Oid) + Of(variable.Value));

    /// <summary>An element with its tag and length.</summary>
    internal static int Element(int content) => content + (content < 0x80 ? 2 : content <= 0xFF ? 3 : content <= 0xFFFF ? 4 : 5);

    private static int Of(SnmpValue value) => value.Type switch
    {
        SnmpType.Integer or SnmpType.Counter32 or SnmpType.Gauge32 or SnmpType.TimeTicks => 2 + Signed(value.Number),
        SnmpType.Counter64 => 2 + 1 + ((64 - System.Numerics.BitOperations.LeadingZeroCount(value.UnsignedNumber)) / 8),
        SnmpType.OctetString or SnmpType.Opaque or SnmpType.IpAddress => Element(value.Bytes.Length),
        SnmpType.ObjectIdentifier => Of(value.Oid),
        _ => 2,
    };

    private static int Signed(long value) => 1 + ((64 - System.Numerics.BitOperations.LeadingZeroCount((ulong)(value ^ (value >> 63)))) / 8);

    private static int Of(Oid oid)
    {
        var content = 0;
        var arcs = oid.Arcs;
        for (var i = 2; i < arcs.Length; i++)
            content += Arc(arcs[i]);
        if (arcs.Length >= 2)
            content += Arc((arcs[0] * 40) + arcs[1]);
        return Element(content);
    }

    private static int Arc(uint arc) => arc < 1u << 7 ? 1 : arc < 1u << 14 ? 2 : arc < 1u << 21 ? 3 : arc < 1u << 28 ? 4 : 5;
}

using System.Net;
using Catchment.Protocols.Snmp;
using Catchment.Protocols.Snmp.Wire;

namespace Catchment.Protocols.Tests.Snmp;

/// <summary>Names, values and PDUs of all kinds.</summary>
internal sealed class RandomVariables(Random random)
{
    private static readonly uint[] Edges = [0, 1, 39, 40, 127, 128, 16_383, 16_384, 2_097_151, 2_097_152, 268_435_455, 268_435_456, int.MaxValue, uint.MaxValue];

    public Oid Oid()
    {
        var arcs = new uint[random.Next(10) == 0 ? random.Next(2, Catchment.Protocols.Snmp.Oid.MaxLength + 1) : random.Next(2, 14)];
        for (var i = 2; i < arcs.Length; i++)
            arcs[i] = random.Next(3) == 0 ? Edges[random.Next(Edges.Length)] : (uint)random.Next(300);
        arcs[0] = (uint)random.Next(3);
        arcs[1] = arcs[0] < 2 ? (uint)random.Next(40) : random.Next(4) == 0 ? uint.MaxValue - 80 : (uint)random.Next(1000);
        return new Oid(arcs);
    }

    public SnmpValue Value() => random.Next(13) switch
    {
        0 => SnmpValue.Integer(random.Next(2) == 0 ? (int)Edges[random.Next(Edges.Length)] : random.Next(int.MinValue, int.MaxValue) >> random.Next(32)),
        1 => SnmpValue.Counter32(Number()),
        2 => SnmpValue.Gauge32(Number()),
        3 => SnmpValue.TimeTicks(Number()),
        4 => SnmpValue.Counter64((ulong)random.NextInt64(long.MinValue, long.MaxValue) >> random.Next(64)),
        5 => SnmpValue.OctetString(Bytes(random.Next(10) == 0 ? 70_000 % 400 : 40)),
        6 => SnmpValue.Opaque(Bytes(300)),
        7 => SnmpValue.ObjectIdentifier(Oid()),
        8 => SnmpValue.IpAddress(new IPAddress(random.NextInt64(uint.MaxValue))),
        9 => SnmpValue.NoSuchObject,
        10 => SnmpValue.NoSuchInstance,
        11 => SnmpValue.EndOfMibView,
        _ => SnmpValue.Null,
    };

    public SnmpPdu Pdu() => new()
    {
        Type = (SnmpPduType[])[SnmpPduType.Get, SnmpPduType.GetNext, SnmpPduType.Response, SnmpPduType.Set, SnmpPduType.GetBulk, SnmpPduType.Inform, SnmpPduType.Trap, SnmpPduType.Report]
            is var types ? types[random.Next(types.Length)] : default,
        RequestId = random.Next(int.MinValue, int.MaxValue),
        First = random.Next(20),
        Second = random.Next(20),
        Variables = [.. Enumerable.Range(0, random.Next(12)).Select(_ => new SnmpVariable(Oid(), Value()))],
    };

    public byte[] Bytes(int most)
    {
        var bytes = new byte[random.Next(most + 1)];
        random.NextBytes(bytes);
        return bytes;
    }

    /// <summary>A message with some bytes changed, cut off, doubled or put in.</summary>
    public byte[] Spoiled(byte[] valid)
    {
        byte[] spoiled;
        do
            spoiled = Changed(valid);
        while (spoiled.AsSpan().SequenceEqual(valid));
        return spoiled;
    }

    private byte[] Changed(byte[] valid)
    {
        var bytes = valid.ToList();
        for (var i = random.Next(1, 5); i > 0 && bytes.Count > 0; i--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(6))
            {
                case 0 or 1:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    bytes[at] = ((byte[])[0, 1, 2, 4, 5, 6, 0x30, 0x7F, 0x80, 0x81, 0x82, 0x84, 0xFF])[random.Next(13)];
                    break;
                case 3:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 4:
                    bytes.RemoveRange(at, Math.Min(bytes.Count - at, random.Next(1, 4)));
                    break;
                default:
                    bytes.InsertRange(at, bytes.GetRange(at, Math.Min(bytes.Count - at, random.Next(1, 30))));
                    break;
            }
        }

        return [.. bytes];
    }

    private uint Number() => random.Next(2) == 0 ? Edges[random.Next(Edges.Length)] : (uint)random.NextInt64(uint.MaxValue);
}

using System.Buffers.Binary;
using System.Net;
using Catchment.Protocols.Tests.Iec104;

namespace Catchment.Interop.Tests.Iec104;

/// <summary>
/// A master written from the standard alone: common address of two octets, cause of two, information object address of three. What does not keep to the standard fails
/// the test. Source: IEC 60870-5-101, 7.3; IEC 60870-5-104, 5 to 7.
/// </summary>
internal sealed class StrictMaster : IDisposable
{
    private const int HeaderOctets = 6;

    // Octets of the value with its quality, and of the time tag.
    private static readonly Dictionary<int, (int Value, int Time)> Layouts = new()
    {
        [1] = (1, 0),
        [3] = (1, 0),
        [5] = (2, 0),
        [7] = (5, 0),
        [9] = (3, 0),
        [11] = (3, 0),
        [13] = (5, 0),
        [15] = (5, 0),
        [30] = (1, 7),
        [31] = (1, 7),
        [32] = (2, 7),
        [33] = (5, 7),
        [34] = (3, 7),
        [35] = (3, 7),
        [36] = (5, 7),
        [37] = (5, 7),
        [45] = (1, 0),
        [46] = (1, 0),
        [50] = (5, 0),
        [100] = (1, 0),
        [101] = (1, 0),
    };

    private readonly RawLink _link;
    private readonly Queue<StrictObject> _next = [];

    public StrictMaster(IPEndPoint endpoint) => _link = RawLink.Start(endpoint);

    /// <summary>Asks for all points, and takes what comes until the termination.</summary>
    public List<StrictObject> Interrogate() => Ask(type: 100, qualifier: 20);

    /// <summary>Asks for all counters, and takes what comes until the termination.</summary>
    public List<StrictObject> InterrogateCounters() => Ask(type: 101, qualifier: 5);

    /// <summary>Commands, and takes what comes until the termination; its value is an octet, or a number and its qualifier.</summary>
    public List<StrictObject> Command(int type, int address, params byte[] value)
    {
        _link.SendAsdu($"{type:X2}0106000100{(byte)address:X2}{(byte)(address >> 8):X2}{(byte)(address >> 16):X2}{Convert.ToHexString(value)}");
        return UntilTermination(type);
    }

    /// <summary>The next object, acknowledged.</summary>
    public StrictObject Next()
    {
        while (_next.Count == 0)
        {
            var asdu = Convert.FromHexString(_link.ReceiveAsdu());
            _link.Acknowledge();
            Read(asdu);
        }

        return _next.Dequeue();
    }

    public void Dispose() => _link.Dispose();

    private List<StrictObject> Ask(int type, byte qualifier)
    {
        _link.SendAsdu($"{type:X2}0106000100000000{qualifier:X2}");
        return UntilTermination(type);
    }

    private List<StrictObject> UntilTermination(int type)
    {
        var between = new List<StrictObject>();
        var isConfirmed = false;
        while (true)
        {
            var next = Next();
            if (next.Type != type)
            {
                between.Add(next);
                continue;
            }

            next.IsNegative.ShouldBeFalse();
            next.Cause.ShouldBe(isConfirmed ? 10 : 7);
            if (isConfirmed)
                return between;
            isConfirmed = true;
        }
    }

    private void Read(byte[] asdu)
    {
        var (type, isSequence, count) = (asdu[0], (asdu[1] & 0x80) != 0, asdu[1] & 0x7F);
        Layouts.ShouldContainKey(type);
        var (value, time) = Layouts[type];
        count.ShouldBeGreaterThan(0);
        (asdu[4] | (asdu[5] << 8)).ShouldBe(1);
        asdu.Length.ShouldBe(HeaderOctets + (isSequence ? 3 + (count * (value + time)) : count * (3 + value + time)));
        var left = asdu.AsSpan(HeaderOctets);
        var address = -1;
        for (var i = 0; i < count; i++)
        {
            if (i == 0 || !isSequence)
            {
                address = left[0] | (left[1] << 8) | (left[2] << 16);
                left = left[3..];
            }
            else
                address++;
            _next.Enqueue(new StrictObject(type, asdu[2] & 0x3F, (asdu[2] & 0x40) != 0, address, Value(type, left), left[value - 1], time == 0 ? null : Time(left[value..])));
            left = left[(value + time)..];
        }
    }

    private static double Value(int type, ReadOnlySpan<byte> element) => type switch
    {
        1 or 30 => element[0] & 1,
        3 or 31 => element[0] & 3,
        9 or 34 => BinaryPrimitives.ReadInt16LittleEndian(element) / 32_768.0,
        11 or 35 => BinaryPrimitives.ReadInt16LittleEndian(element),
        13 or 36 => BinaryPrimitives.ReadSingleLittleEndian(element),
        15 or 37 => BinaryPrimitives.ReadInt32LittleEndian(element),
        _ => element[0],
    };

    private static DateTime Time(ReadOnlySpan<byte> tag)
    {
        (tag[2] & 0x80).ShouldBe(0, "the time is invalid");
        return new DateTime(2000 + (tag[6] & 0x7F), tag[5] & 0x0F, tag[4] & 0x1F, tag[3] & 0x1F, tag[2] & 0x3F, 0, DateTimeKind.Utc).AddMilliseconds(BinaryPrimitives.ReadUInt16LittleEndian(tag));
    }
}

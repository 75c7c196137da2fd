using Catchment.Protocols.Iec104;
using Catchment.Protocols.Iec104.Asdus;
using FsCheck;
using FsCheck.Fluent;

namespace Catchment.Protocols.Tests.Iec104;

/// <summary>Whatever is written is read again as it was.</summary>
public sealed class AsduPropertyTests
{
    private static readonly TypeId[] Known = [.. Enum.GetValues<TypeId>().Where(t => ElementLayout.TryOf(t, out _))];

    [Fact]
    public void Every_type_with_a_name_is_known_except_none() =>
        Enum.GetValues<TypeId>().Except(Known).ShouldBe([TypeId.None]);

    [Fact]
    public void Objects_are_read_as_they_were_written_in_every_format() =>
        Prop.ForAll(
            Gen.Choose(0, int.MaxValue).ToArbitrary(),
            seed =>
            {
                var random = new Random(seed);
                var format = new AsduFormat { CauseOctets = random.Next(1, 3), CommonAddressOctets = random.Next(1, 3), ObjectAddressOctets = random.Next(1, 4), MaxApduLength = random.Next(30, 254) };
                var type = Known[random.Next(Known.Length)];
                ElementLayout.TryOf(type, out var layout).ShouldBeTrue();
                var header = new AsduHeader(
                    type,
                    random.Next(2) == 0,
                    0,
                    (CauseOfTransmission)random.Next(1, 48),
                    random.Next(2) == 0,
                    random.Next(2) == 0,
                    format.CauseOctets == 2 ? (byte)random.Next(256) : (byte)0,
                    random.Next(1, format.GlobalCommonAddress + 1));
                var bytes = new byte[249];
                var writer = new AsduWriter(bytes, header, format);
                var first = random.Next(0, format.MaxObjectAddress - 126);
                var written = new List<InformationObject>();
                for (var count = random.Next(1, 128); written.Count < count; written.Add(Random(random, layout, header.IsSequence ? first + written.Count : random.Next(format.MaxObjectAddress + 1))))
                {
                    if (written.Count > 0 && !writer.TryAdd(written[^1]))
                    {
                        written.RemoveAt(written.Count - 1);
                        break;
                    }
                }

                if (writer.Count < written.Count && !writer.TryAdd(written[^1]))
                    written.RemoveAt(written.Count - 1);

                writer.Count.ShouldBe(written.Count);
                writer.Length.ShouldBeLessThanOrEqualTo(format.MaxApduLength - 4);
                var read = AsduHeader.Read(bytes.AsSpan(0, writer.Length), format);
                read.ShouldBe(header with { Count = written.Count });
                var reader = new AsduReader(bytes.AsSpan(0, writer.Length), read, format);
                foreach (var one in written)
                {
                    reader.TryRead(out var again).ShouldBeTrue();
                    again.ShouldBe(one);
                }

                reader.TryRead(out _).ShouldBeFalse();
            }).QuickCheckThrowOnFailure();

    [Fact]
    public void Writing_and_reading_allocate_nothing()
    {
        var bytes = new byte[249];
        Allocations.Of(Turn).ShouldBe(0);

        void Turn()
        {
            var writer = new AsduWriter(bytes, AsduHeader.Of(TypeId.M_ME_TF_1, CauseOfTransmission.Spontaneous, 1), AsduFormat.Standard);
            for (var address = 1; writer.TryAdd(InformationObject.OfFloat(address, address)); address++)
            {
                // Until it is full.
            }

            var asdu = bytes.AsSpan(0, writer.Length);
            var reader = new AsduReader(asdu, AsduHeader.Read(asdu, AsduFormat.Standard), AsduFormat.Standard);
            var count = 0;
            while (reader.TryRead(out _))
                count++;
            if (count != 16)
                throw new InvalidOperationException($"{count} objects");
        }
    }

    [Fact]
    public void Octets_of_any_kind_are_read_or_refused()
    {
        var random = new Random(104);
        var read = 0;
        for (var round = Fuzzing.Rounds(200_000, 1_000_000); round > 0; round--)
        {
            var asdu = new byte[random.Next(0, 60)];
            random.NextBytes(asdu);
            if (asdu.Length > 1 && random.Next(2) == 0)
                (asdu[0], asdu[1]) = ((byte)Known[random.Next(Known.Length)], (byte)(random.Next(1, 4) | (random.Next(2) << 7)));
            var format = new AsduFormat { CauseOctets = random.Next(1, 3), CommonAddressOctets = random.Next(1, 3), ObjectAddressOctets = random.Next(1, 4) };
            try
            {
                var reader = new AsduReader(asdu, AsduHeader.Read(asdu, format), format);
                while (reader.TryRead(out var one))
                    one.Address.ShouldBeLessThanOrEqualTo(format.MaxObjectAddress);
                read++;
            }
            catch (Iec104Exception e)
            {
                e.Fault.ShouldBe(Iec104Fault.Malformed);
            }
        }

        read.ShouldBeGreaterThan(1000);
    }

    private static InformationObject Random(Random random, ElementLayout layout, int address)
    {
        var bits = layout.ValueOctets switch
        {
            0 => random.Next(256) & layout.PackedMask,
            1 => random.Next(256),
            2 => random.Next(short.MinValue, short.MaxValue + 1),
            _ => random.Next(int.MinValue, int.MaxValue),
        };
        var qualifier = layout.HasQualifier ? (byte)(random.Next(256) & ~layout.PackedMask) : (byte)0;
        var time = layout.TimeOctets == 0 ? 0 : (ulong)random.NextInt64() & ((1UL << (8 * layout.TimeOctets)) - 1);
        return new InformationObject { Address = address, Bits = bits, Qualifier = qualifier, Time = new Cp56Time2a(time) };
    }
}

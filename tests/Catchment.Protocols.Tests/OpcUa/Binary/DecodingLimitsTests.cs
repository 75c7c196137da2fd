using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Binary;
using Catchment.Protocols.OpcUa.Messages;

namespace Catchment.Protocols.Tests.OpcUa.Binary;

public sealed class DecodingLimitsTests
{
    private delegate void Reading(ref UaReader reader);

    [Fact]
    public void Texts_byte_strings_and_arrays_may_be_as_long_as_the_limits_say()
    {
        var limits = new OpcUaLimits { MaxStringLength = 3, MaxByteStringLength = 2, MaxArrayLength = 1 };
        Reads("03000000616263", limits, (ref UaReader reader) => reader.ReadString());
        Fails("0400000061626364", limits, StatusCodes.BadEncodingLimitsExceeded, (ref UaReader reader) => reader.ReadString());
        Reads("020000006162", limits, (ref UaReader reader) => reader.ReadByteString());
        Fails("03000000616263", limits, StatusCodes.BadEncodingLimitsExceeded, (ref UaReader reader) => reader.ReadByteString());
        Reads("0100000001000000", limits, (ref UaReader reader) => reader.ReadUInt32s());
        Fails("020000000100000001000000", limits, StatusCodes.BadEncodingLimitsExceeded, (ref UaReader reader) => reader.ReadUInt32s());
    }

    [Theory]
    [InlineData("04000000616263")]
    [InlineData("FFFF0300")]
    [InlineData("0000")]
    public void What_is_longer_than_the_message_is_an_error(string hex)
    {
        var limits = new OpcUaLimits();
        Fails(hex, limits, StatusCodes.BadDecodingError, (ref UaReader reader) => reader.ReadString());
        Fails(hex, limits, StatusCodes.BadDecodingError, (ref UaReader reader) => reader.ReadByteString());
        Fails(hex, limits, StatusCodes.BadDecodingError, (ref UaReader reader) => reader.ReadVariants());
        Fails(hex, limits, StatusCodes.BadDecodingError, (ref UaReader reader) => reader.ReadArray<ReadValueId>());
    }

    [Fact]
    public void An_array_is_made_only_when_the_message_can_hold_its_elements()
    {
        // 60,000 elements of 16 bytes at least would need 960,000 bytes; there are 60,000.
        var bytes = new byte[4 + 60_000];
        BitConverter.TryWriteBytes(bytes, 60_000).ShouldBeTrue();
        Allocations.Of(() =>
        {
            try
            {
                var reader = new UaReader(bytes, new OpcUaLimits());
                reader.ReadArray<ReadValueId>();
                Assert.Fail("It was read.");
            }
            catch (OpcUaException e)
            {
                e.Status.ShouldBe(StatusCodes.BadDecodingError);
            }
        }).ShouldBeLessThan(20_000);
    }

    [Fact]
    public void Arrays_take_no_more_memory_than_they_may()
    {
        // Each empty value is one byte of the message and 24 in memory.
        var limits = new OpcUaLimits { MaxArrayMemory = 24_000 };
        Reads(Hex(1000), limits, (ref UaReader reader) => reader.ReadVariants().Length.ShouldBe(1000));
        Fails(Hex(1001), limits, StatusCodes.BadEncodingLimitsExceeded, (ref UaReader reader) => reader.ReadVariants());
        Fails(
            Hex(600) + Hex(600),
            limits,
            StatusCodes.BadEncodingLimitsExceeded,
            (ref UaReader reader) =>
            {
                reader.ReadVariants();
                reader.ReadVariants();
            });

        static string Hex(int count) => Convert.ToHexString([.. BitConverter.GetBytes(count), .. new byte[count]]);
    }

    [Theory]
    [InlineData(100, true)]
    [InlineData(101, false)]
    [InlineData(10_000, false)]
    public void Values_may_lie_100_deep_in_each_other(int depth, bool isRead)
    {
        // Arrays of one value each; the innermost is a truth value.
        byte[] nested = [.. Enumerable.Range(1, depth - 1).SelectMany(_ => new byte[] { 0x98, 1, 0, 0, 0 }), 1, 1];
        Check(nested, isRead, (ref UaReader reader) => reader.ReadVariant());

        byte[] diagnostics = [.. Enumerable.Repeat((byte)0x40, depth - 1), 0x20, 0, 0, 1, 0x80];
        Check(diagnostics, isRead, (ref UaReader reader) => reader.ReadDiagnosticInfo());

        // Values with status in each other.
        byte[] values = [.. Enumerable.Range(1, depth - 1).SelectMany(_ => new byte[] { 0x17, 1 }), 1, 1];
        Check(values, isRead, (ref UaReader reader) => reader.ReadVariant());

        static void Check(byte[] bytes, bool isRead, Reading read)
        {
            if (isRead)
                Reads(Convert.ToHexString(bytes), new OpcUaLimits(), read);
            else
                Fails(Convert.ToHexString(bytes), new OpcUaLimits(), StatusCodes.BadEncodingLimitsExceeded, read);
        }
    }

    [Fact]
    public void Depth_is_counted_for_each_value_alone()
    {
        var many = Variant.OfArray(BuiltInType.Variant, Enumerable.Range(0, 300).Select(i => new Variant(i)).ToArray());
        using var writer = new UaWriter();
        writer.Write(many);
        Reads(Convert.ToHexString(writer.Written), new OpcUaLimits { MaxNesting = 2 }, (ref UaReader reader) => reader.ReadVariant().ShouldBe(many));
    }

    [Fact]
    public void A_writer_writes_no_more_than_it_may()
    {
        using var writer = new UaWriter(8);
        writer.Write(1L);
        Should.Throw<OpcUaException>(() => writer.Write((byte)1)).Status.ShouldBe(StatusCodes.BadEncodingLimitsExceeded);
        writer.Clear();
        writer.Write(2L);
        writer.Length.ShouldBe(8);
        Should.Throw<OpcUaException>(() => writer.Write(new string('x', 1000))).Status.ShouldBe(StatusCodes.BadEncodingLimitsExceeded);
    }

    private static void Reads(string hex, OpcUaLimits limits, Reading read)
    {
        var reader = new UaReader(Convert.FromHexString(hex), limits);
        read(ref reader);
        reader.Left.ShouldBe(0);
    }

    private static void Fails(string hex, OpcUaLimits limits, StatusCode status, Reading read) =>
        Should.Throw<OpcUaException>(() => Reads(hex, limits, read)).Status.ShouldBe(status);
}

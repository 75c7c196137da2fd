using Catchment.Protocols.ZeroMq;
using Catchment.Protocols.ZeroMq.Wire;
using FsCheck;
using FsCheck.Fluent;

namespace Catchment.Protocols.Tests.ZeroMq.Wire;

public sealed class FrameHeaderTests
{
    [Fact]
    public void What_is_written_is_read_again()
    {
        Prop.ForAll<NonNegativeInt, bool>((length, more) =>
        {
            var bytes = new byte[FrameHeader.MaxSize];
            var size = FrameHeader.WriteMessage(bytes, length.Get, more);
            return size == FrameHeader.SizeFor(length.Get)
                && FrameHeader.TryRead(bytes.AsSpan(0, size), out var header)
                && header == new FrameHeader(IsCommand: false, more, size, length.Get)
                && !FrameHeader.TryRead(bytes.AsSpan(0, size - 1), out _);
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData(0, 255, 2)]
    [InlineData(255, 255, 2)]
    [InlineData(256, 0, 9)]
    public void Only_bodies_of_256_octets_or_more_have_a_long_header(int length, byte second, int size)
    {
        var bytes = new byte[9];
        FrameHeader.WriteCommand(bytes, length).ShouldBe(size);
        bytes[0].ShouldBe((byte)(size == 2 ? 4 : 6));
        bytes[1].ShouldBe(length == 0 ? (byte)0 : second);
    }

    [Theory]
    [InlineData(0x08)]
    [InlineData(0x10)]
    [InlineData(0x80)]
    [InlineData(0xFF)]
    public void Reserved_flags_are_refused_by_the_first_octet(byte flags)
    {
        Should.Throw<ZmqProtocolException>(() => FrameHeader.TryRead([flags], out _)).Reason.ShouldBe(ZmqCloseReason.ProtocolViolation);
    }

    [Theory]
    [InlineData(0x05)]
    [InlineData(0x07)]
    public void A_command_with_more_frames_is_refused(byte flags)
    {
        Should.Throw<ZmqProtocolException>(() => FrameHeader.TryRead([flags], out _)).Reason.ShouldBe(ZmqCloseReason.ProtocolViolation);
    }

    [Fact]
    public void A_length_with_the_highest_bit_is_refused()
    {
        byte[] bytes = [2, 0x80, 0, 0, 0, 0, 0, 0, 0];
        Should.Throw<ZmqProtocolException>(() => FrameHeader.TryRead(bytes, out _)).Reason.ShouldBe(ZmqCloseReason.ProtocolViolation);
    }
}

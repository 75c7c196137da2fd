using Catchment.Protocols.ZeroMq;

namespace Catchment.Protocols.Tests.ZeroMq;

public sealed class ZmqMessageTests
{
    [Fact]
    public void A_copy_owns_its_frames_until_it_is_disposed()
    {
        var bytes = "abc"u8.ToArray();
        var message = ZmqMessage.Copy(bytes, default, "defg"u8.ToArray());
        bytes[0] = 0;
        message.FrameCount.ShouldBe(3);
        message.TotalBytes.ShouldBe(7);
        message[0].SequenceEqual("abc"u8).ShouldBeTrue();
        message[1].IsEmpty.ShouldBeTrue();
        message.Frame(2).Span.SequenceEqual("defg"u8).ShouldBeTrue();
        message.Detach().ShouldBeSameAs(message);

        message.Dispose();
        message.Dispose();
        message.FrameCount.ShouldBe(0);
        Should.Throw<ArgumentOutOfRangeException>(() => message[0].Length);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public void There_is_no_frame_outside_the_message(int index)
    {
        using var message = ZmqMessage.Copy("a"u8.ToArray());
        Should.Throw<ArgumentOutOfRangeException>(() => message.Frame(index));
    }
}

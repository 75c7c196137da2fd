using System.Text;
using Catchment.Protocols.ZeroMq;
using Catchment.Protocols.ZeroMq.Wire;
using FsCheck;
using FsCheck.Fluent;

namespace Catchment.Protocols.Tests.ZeroMq.Wire;

public sealed class CommandTests
{
    [Fact]
    public void What_is_written_is_read_again()
    {
        Prop.ForAll<byte[]>(data =>
        {
            data ??= [];
            var frame = new byte[Command.FrameSize(Command.Subscribe, data.Length)];
            if (Command.Write(frame, Command.Subscribe, data) != frame.Length || !FrameHeader.TryRead(frame, out var header)) return false;
            var command = Command.Read(frame.AsSpan(header.Size));
            return command.Is("SUBSCRIBE"u8) && command.Data.SequenceEqual(data);
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("")]
    [InlineData("\0PING")]
    [InlineData("\x05PING")]
    [InlineData("\xFF")]
    public void A_command_without_a_whole_name_is_refused(string body)
    {
        var bytes = body.Select(c => (byte)c).ToArray();
        Should.Throw<ZmqProtocolException>(() => { _ = Command.Read(bytes).Name; }).Reason.ShouldBe(ZmqCloseReason.ProtocolViolation);
    }

    [Fact]
    public void A_ping_tells_its_time_to_live_in_tenths_of_seconds_and_its_context()
    {
        Command.Read([4, .. "PING"u8, 1, 44, .. "abc"u8]).ReadPing(out var timeToLive, out var context);
        timeToLive.ShouldBe(TimeSpan.FromSeconds(30));
        Encoding.ASCII.GetString(context).ShouldBe("abc");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(19)]
    public void A_ping_with_data_of_another_length_is_refused(int length)
    {
        byte[] body = [4, .. "PING"u8, .. new byte[length]];
        Should.Throw<ZmqProtocolException>(() => Command.Read(body).ReadPing(out _, out _)).Reason.ShouldBe(ZmqCloseReason.ProtocolViolation);
    }

    [Fact]
    public void The_reason_of_an_error_is_made_printable()
    {
        Command.Read([5, .. "ERROR"u8, 5, .. "no\r\n!"u8]).ReadErrorReason().ShouldBe("no..!");
        Command.Read([5, .. "ERROR"u8, 200, .. "cut"u8]).ReadErrorReason().ShouldBe("cut");
        Command.Read([5, .. "ERROR"u8]).ReadErrorReason().ShouldBe("");
    }
}

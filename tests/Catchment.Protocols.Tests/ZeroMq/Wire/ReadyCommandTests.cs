using Catchment.Protocols.ZeroMq;
using Catchment.Protocols.ZeroMq.Wire;

namespace Catchment.Protocols.Tests.ZeroMq.Wire;

public sealed class ReadyCommandTests
{
    private static readonly byte[] Router = [11, .. "Socket-Type"u8, 0, 0, 0, 6, .. "ROUTER"u8];

    [Theory]
    [InlineData(ZmqSocketType.Req, true)]
    [InlineData(ZmqSocketType.Dealer, true)]
    [InlineData(ZmqSocketType.Router, true)]
    [InlineData(ZmqSocketType.Rep, false)]
    [InlineData(ZmqSocketType.Pub, false)]
    [InlineData(ZmqSocketType.Sub, false)]
    public void Ours_tells_the_socket_type_and_an_empty_identity_where_there_may_be_one(ZmqSocketType type, bool identity)
    {
        var frame = ReadyCommand.Frame(type);
        FrameHeader.TryRead(frame, out var header).ShouldBeTrue();
        header.IsCommand.ShouldBeTrue();
        var command = Command.Read(frame.AsSpan(header.Size));
        command.Is("READY"u8).ShouldBeTrue();
        ReadyCommand.Read(command.Data).SocketType.ShouldBe(SocketTypes.Name(type));
        (command.Data.IndexOf("Identity"u8) >= 0).ShouldBe(identity);
    }

    [Fact]
    public void Names_are_compared_without_regard_to_case_and_unknown_properties_are_skipped()
    {
        byte[] data = [3, .. "X-a"u8, 0, 0, 0, 2, 9, 9, 11, .. "sOCKET-tYPE"u8, 0, 0, 0, 3, .. "REQ"u8, 8, .. "IDENTITY"u8, 0, 0, 0, 2, 7, 8];
        var ready = ReadyCommand.Read(data);
        ready.SocketType.ShouldBe("REQ");
        ready.Identity.ToArray().ShouldBe([7, 8]);
    }

    [Fact]
    public void Every_cut_is_refused_or_leaves_whole_properties()
    {
        for (var length = 1; length < Router.Length; length++)
        {
            var cut = Router[..length];
            Should.Throw<ZmqProtocolException>(() => ReadyCommand.Read(cut)).Reason.ShouldBe(ZmqCloseReason.ProtocolViolation);
        }

        ReadyCommand.Read(Router).SocketType.ShouldBe("ROUTER");
    }

    [Fact]
    public void Arbitrary_octets_raise_nothing_but_the_protocol_exception()
    {
        var random = new Random(37);
        for (var round = 0; round < Fuzzing.Rounds(brief: 20_000, full: 1_000_000); round++)
        {
            byte[] data = [.. Router, .. Router];
            for (var flips = random.Next(1, 6); flips > 0; flips--) data[random.Next(data.Length)] = (byte)random.Next(256);
            try
            {
                ReadyCommand.Read(data.AsSpan(0, random.Next(data.Length)));
            }
            catch (ZmqProtocolException e)
            {
                e.Reason.ShouldBe(ZmqCloseReason.ProtocolViolation);
            }
        }
    }

    [Fact]
    public void An_identity_of_more_than_255_octets_is_refused()
    {
        byte[] data = [8, .. "Identity"u8, 0, 0, 1, 0, .. new byte[256]];
        Should.Throw<ZmqProtocolException>(() => ReadyCommand.Read(data));
    }
}

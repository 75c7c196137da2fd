using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Binary;
using Catchment.Protocols.OpcUa.Channels;
using Catchment.Protocols.OpcUa.Security;
using Catchment.Protocols.OpcUa.Transport;
using FsCheck;
using FsCheck.Fluent;

namespace Catchment.Protocols.Tests.OpcUa;

public sealed class OpcUaTransportTests
{
    [Fact]
    public void Hello_is_written_as_the_standard_has_it()
    {
        using var writer = new UaWriter();
        new HelloMessage { ReceiveBufferSize = 65536, SendBufferSize = 8192, MaxMessageSize = 1, MaxChunkCount = 2, EndpointUrl = "opc.tcp://a" }.Encode(writer);
        Convert.ToHexString(writer.Written).ShouldBe("48454C462B000000" + "00000000" + "00000100" + "00200000" + "01000000" + "02000000" + "0B000000" + "6F70632E7463703A2F2F61");
        HelloMessage.Decode(writer.Written[8..], new OpcUaLimits()).EndpointUrl.ShouldBe("opc.tcp://a");
    }

    [Fact]
    public void Both_ends_agree_on_the_smaller_of_their_sizes()
    {
        var own = new OpcUaLimits { MaxChunkSize = 20_000, MaxMessageSize = 1_000_000, MaxChunkCount = 100 };
        var limits = TransportLimits.OfServer(new HelloMessage { ReceiveBufferSize = 10_000, SendBufferSize = uint.MaxValue, MaxMessageSize = 500_000 }, own);
        (limits.SendChunkSize, limits.ReceiveChunkSize, limits.SendMessageSize, limits.SendChunkCount).ShouldBe((10_000, 20_000, 500_000, int.MaxValue));
        (limits.ReceiveMessageSize, limits.ReceiveChunkCount).ShouldBe((1_000_000, 100));
        var answered = TransportLimits.OfClient(AcknowledgeMessage.Of(limits), own);
        (answered.ReceiveChunkSize, answered.SendChunkSize, answered.SendMessageSize, answered.SendChunkCount).ShouldBe((10_000, 20_000, 1_000_000, 100));
    }

    [Theory]
    [InlineData(1u, 2u, true)]
    [InlineData(1u, 1u, false)]
    [InlineData(1u, 3u, false)]
    [InlineData(5u, 4u, false)]
    [InlineData(uint.MaxValue, 0u, true)]
    [InlineData(uint.MaxValue - 1024, 1u, true)]
    [InlineData(uint.MaxValue - 1024, 1023u, true)]
    [InlineData(uint.MaxValue - 1024, 1024u, false)]
    [InlineData(uint.MaxValue - 1025, 1u, false)]
    public void A_sequence_number_follows_or_wraps(uint last, uint next, bool isTaken)
    {
        var numbers = new SequenceNumbers(last);
        if (isTaken)
            numbers.Take(next);
        else
            Should.Throw<OpcUaException>(() => numbers.Take(next)).Status.ShouldBe(StatusCodes.BadSequenceNumberInvalid);
        numbers.Last.ShouldBe(isTaken ? next : last);
    }

    [Fact]
    public void Sent_sequence_numbers_wrap_where_a_receiver_takes_it()
    {
        var (sent, received) = (new SequenceNumbers(uint.MaxValue - 1030), new SequenceNumbers(uint.MaxValue - 1030));
        for (var i = 0; i < 20; i++)
            received.Take(sent.Next());
        sent.Last.ShouldBeLessThan(1024u);
    }

    /// <summary>Messages of any length come through in chunks of any size, with every protection.</summary>
    [Fact]
    public void What_is_written_in_chunks_is_joined_again() => Prop.ForAll(
        Gen.Choose(0, 70_000).Zip(Gen.Choose(8192, 40_000)).Zip(Gen.Choose(0, 2)).ToArbitrary(),
        given =>
        {
            var ((length, chunkSize), mode) = given;
            byte[] message = new byte[length];
            new Random(length).NextBytes(message);
            ComesThrough(message, chunkSize, mode).ShouldBeTrue();
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(60));

    [Fact]
    public void Chunks_fill_what_was_agreed_on_and_no_more()
    {
        foreach (var mode in new[] { 0, 1, 2 })
        {
            var protection = Keys(mode, isServer: false).Sending;
            for (var size = 8192; size < 8192 + 40; size++)
            {
                var capacity = ChunkCodec.Capacity(protection, 4, size);
                using var writer = new UaWriter();
                ChunkCodec.Write(writer, protection, MessageType.Message, ChunkKind.Final, 1, new byte[4], 1, 1, new byte[capacity]);
                writer.Length.ShouldBeInRange(size - 15, size);
                writer.Clear();
                ChunkCodec.Write(writer, protection, MessageType.Message, ChunkKind.Final, 1, new byte[4], 1, 1, new byte[capacity + 1]);
                writer.Length.ShouldBeGreaterThan(size);
            }
        }
    }

    [Fact]
    public void Bytes_are_cut_into_chunks_however_they_arrive()
    {
        using var writer = new UaWriter();
        for (var i = 0; i < 50; i++)
            ChunkCodec.Write(writer, ChunkProtection.None, MessageType.Message, ChunkKind.Final, 1, new byte[4], (uint)i, 1, new byte[i * 100]);
        foreach (var step in new[] { 1, 7, 8, 1000, 100_000 })
        {
            using var buffer = new ChunkBuffer { Largest = 8192 };
            var (count, bytes) = (0, writer.WrittenMemory);
            while (!bytes.IsEmpty)
            {
                var taken = Math.Min(Math.Min(step, bytes.Length), buffer.Room.Length);
                bytes[..taken].CopyTo(buffer.Room);
                buffer.Received(taken);
                bytes = bytes[taken..];
                while (buffer.TryTake(out var header, out _))
                    header.Size.ShouldBe(24 + (count++ * 100));
            }

            (count, buffer.HasPart).ShouldBe((50, false));
        }
    }

    [Fact]
    public void Long_messages_take_their_buffers_from_the_budget_and_give_them_back()
    {
        var budget = new BufferBudget(100_000).Share();
        using (var assembler = new MessageAssembler(Limits(8192), budget))
        {
            for (var i = 0; i < 6; i++)
                assembler.Take(ChunkKind.Intermediate, 1, new byte[8000], out _).ShouldBeFalse();
            assembler.Take(ChunkKind.Final, 1, new byte[10], out var message).ShouldBeTrue();
            message.Count.ShouldBe(48_010);
            Should.Throw<OpcUaException>(() => budget.Take(60_000)).Status.ShouldBe(StatusCodes.BadTcpNotEnoughResources);
            assembler.Release();
            budget.Take(100_000);
            budget.Return(100_000);
            assembler.Take(ChunkKind.Intermediate, 2, new byte[8000], out _).ShouldBeFalse();
        }

        budget.Take(100_000);
    }

    private static bool ComesThrough(byte[] message, int chunkSize, int mode)
    {
        using var sender = Channel(chunkSize, mode, isServer: false);
        using var receiver = Channel(chunkSize, mode, isServer: true);
        using var assembler = new MessageAssembler(Limits(chunkSize), new BufferBudget(long.MaxValue).Share());
        using var writer = new UaWriter();
        sender.Write(writer, MessageType.Message, 9, message);
        using var buffer = new ChunkBuffer { Largest = chunkSize };
        var (bytes, gate) = (writer.WrittenMemory, new Lock());
        while (true)
        {
            while (buffer.TryTake(out var header, out var chunk))
            {
                var opened = receiver.Open(chunk, gate);
                if (assembler.Take(header.Kind, opened.RequestId, chunk.Slice(opened.Begin, opened.Length), out var joined))
                    return joined.AsSpan().SequenceEqual(message) && bytes.IsEmpty && opened.RequestId == 9;
            }

            var taken = Math.Min(buffer.Room.Length, bytes.Length);
            taken.ShouldBeGreaterThan(0);
            bytes[..taken].CopyTo(buffer.Room);
            buffer.Received(taken);
            bytes = bytes[taken..];
        }
    }

    private static TransportLimits Limits(int chunkSize) => new()
    {
        ReceiveChunkSize = chunkSize,
        SendChunkSize = chunkSize,
        ReceiveMessageSize = 1 << 20,
        SendMessageSize = 1 << 20,
        ReceiveChunkCount = 100,
        SendChunkCount = 100,
    };

    private static (ChunkProtection Sending, ChunkProtection Receiving) Keys(int mode, bool isServer) => TokenKeys.Derive(
        mode == 0 ? SecurityPolicy.None : SecurityPolicy.Basic256Sha256,
        (MessageSecurityMode)(mode + 1),
        [.. Enumerable.Repeat((byte)1, 32)],
        [.. Enumerable.Repeat((byte)2, 32)],
        isServer);

    private static SecureChannel Channel(int chunkSize, int mode, bool isServer)
    {
        var channel = new SecureChannel(SecurityPolicy.None, MessageSecurityMode.None, Limits(chunkSize), TimeProvider.System, isServer) { Id = 5 };
        var (sending, receiving) = Keys(mode, isServer);
        channel.Install(new ChannelToken(1, TimeProvider.System.GetTimestamp(), TimeSpan.FromHours(1), sending, receiving));
        return channel;
    }
}

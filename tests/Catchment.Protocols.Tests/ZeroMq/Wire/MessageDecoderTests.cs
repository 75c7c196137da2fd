using Catchment.Protocols.ZeroMq;
using Catchment.Protocols.ZeroMq.Wire;
using FsCheck;
using FsCheck.Fluent;

namespace Catchment.Protocols.Tests.ZeroMq.Wire;

public sealed class MessageDecoderTests
{
    private static readonly ZmqLimits Limits = new() { MaxMessageBytes = 4096, MaxFrames = 8 };

    [Fact]
    public void Frames_come_out_as_they_went_in_whatever_the_chunks()
    {
        Prop.ForAll<byte[][], int>((frames, seed) =>
        {
            frames = [.. frames.Select(f => f ?? []).Take(8)];
            if (frames.Length == 0 || frames.Sum(f => f.Length) > 4096) return true;
            var messages = Decode(RawPeer.Message(frames), new Random(seed), out _);
            return messages.Count == 1 && messages[0].Zip(frames).All(pair => pair.First.AsSpan().SequenceEqual(pair.Second));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Arbitrary_octets_in_arbitrary_chunks_raise_nothing_but_the_protocol_exception()
    {
        var random = new Random(20240501);
        for (var round = 0; round < Fuzzing.Rounds(brief: 20_000, full: 2_000_000); round++)
        {
            var bytes = new byte[random.Next(1, 200)];
            random.NextBytes(bytes);

            // Mostly legal flags and small lengths, or nothing would get beyond the first octet.
            for (var i = 0; i < bytes.Length; i++)
                if (random.Next(3) > 0) bytes[i] = (byte)random.Next(0, 8);
            try
            {
                Decode(bytes, random, out var commands);
                foreach (var command in commands) _ = Command.Read(command).Name;
            }
            catch (ZmqProtocolException e)
            {
                e.Reason.ShouldBeOneOf(ZmqCloseReason.ProtocolViolation, ZmqCloseReason.MessageTooLarge, ZmqCloseReason.TooManyFrames);
            }
        }
    }

    [Fact]
    public void An_announcement_over_the_limit_is_refused_before_any_of_its_octets()
    {
        byte[] header = [2, 0, 0, 0, 0, 0x80, 0, 0, 0];
        Refuse(header).ShouldBe(ZmqCloseReason.MessageTooLarge);
    }

    [Fact]
    public void The_limit_holds_for_all_frames_together()
    {
        byte[] bytes = [.. RawPeer.Frame(1, new byte[4000]), 0, 97];
        Refuse(bytes).ShouldBe(ZmqCloseReason.MessageTooLarge);
        Decode([.. RawPeer.Frame(1, new byte[4000]), .. RawPeer.Frame(0, new byte[96])], new Random(1), out _).Count.ShouldBe(1);
    }

    [Fact]
    public void One_frame_too_many_is_refused()
    {
        var eight = RawPeer.Message([.. Enumerable.Repeat(Array.Empty<byte>(), 8)]);
        Decode(eight, new Random(1), out _)[0].Count.ShouldBe(8);
        Refuse(RawPeer.Message([.. Enumerable.Repeat(Array.Empty<byte>(), 9)])).ShouldBe(ZmqCloseReason.TooManyFrames);
    }

    [Fact]
    public void A_long_command_is_refused() =>
        Refuse(RawPeer.Frame(4, new byte[MessageDecoder.MaxCommandBytes + 1])).ShouldBe(ZmqCloseReason.MessageTooLarge);

    [Fact]
    public void Commands_between_frames_leave_the_message_whole_but_are_bounded()
    {
        byte[] ping = RawPeer.Command("PING", 0, 0);
        var messages = Decode([.. RawPeer.Frame(1, [1]), .. ping, .. RawPeer.Frame(0, [2])], new Random(1), out var commands);
        messages[0].ShouldBe([[1], [2]]);
        commands.Count.ShouldBe(1);
        Refuse([.. RawPeer.Frame(1, [1]), .. Enumerable.Repeat(ping, 9).SelectMany(b => b)]).ShouldBe(ZmqCloseReason.ProtocolViolation);
    }

    private static ZmqCloseReason Refuse(byte[] bytes) =>
        Should.Throw<ZmqProtocolException>(() => Decode(bytes, new Random(1), out _)).Reason;

    /// <summary>Feeds the decoder in chunks of random size and collects what it finds.</summary>
    private static List<List<byte[]>> Decode(byte[] bytes, Random random, out List<byte[]> commands)
    {
        var decoder = new MessageDecoder(Limits);
        var messages = new List<List<byte[]>>();
        commands = [];
        var start = 0;
        for (var end = 0; end < bytes.Length;)
        {
            end = Math.Min(bytes.Length, end + random.Next(1, 50));
            DecodeStep step;
            while ((step = decoder.Advance(bytes.AsSpan(start, end - start))) != DecodeStep.NeedMore)
            {
                if (step == DecodeStep.Command)
                {
                    commands.Add(bytes.AsSpan(start + decoder.Command.Offset, decoder.Command.Length).ToArray());
                    if (decoder.IsWithinMessage) continue;
                }
                else
                {
                    var from = start;
                    messages.Add([.. decoder.Slots.Take(decoder.FrameCount).Select(s => bytes.AsSpan(from + s.Offset, s.Length).ToArray())]);
                }

                start += decoder.Consumed;
                decoder.Reset();
            }
        }

        return messages;
    }
}

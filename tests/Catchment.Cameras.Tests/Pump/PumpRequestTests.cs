using Catchment.Cameras.Pump;
using Catchment.Protocols.MessagePack;

namespace Catchment.Cameras.Tests.Pump;

public sealed class PumpRequestTests
{
    [Fact]
    public void Both_spellings_of_texts_are_read_and_other_keys_are_skipped()
    {
        byte[] frame = [0x84, 0xA3, .. "cmd"u8, 0xD9, 3, .. "evt"u8, 0xC4, 4, .. "date"u8, 0xDA, 0, 1, .. "d"u8, 0xA1, .. "x"u8, 0x91, 0x81, 0xA1, .. "y"u8, 0xC0, 0xA3, .. "evt"u8, 0xA1, .. "e"u8];

        var request = PumpRequest.Read(frame);

        request.IsMap.ShouldBeTrue();
        request.Command.ShouldBe(PumpCommand.Evt);
        request.Date.Text.SequenceEqual("d"u8).ShouldBeTrue();
        request.Event.Text.SequenceEqual("e"u8).ShouldBeTrue();
        request.Type.IsThere.ShouldBeFalse();
    }

    [Fact]
    public void The_key_of_news_is_none_of_a_request_and_of_a_key_that_comes_twice_the_last_counts()
    {
        byte[] frame = [0x84, 0xA3, .. "cmd"u8, 0xA3, .. "evt"u8, 0xA3, .. "evt"u8, 0xA1, .. "a"u8, 0xA3, .. "evt"u8, 0xA1, .. "b"u8, 0xA5, .. "event"u8, 0xA1, .. "c"u8];

        var request = PumpRequest.Read(frame);

        request.Event.Text.SequenceEqual("b"u8).ShouldBeTrue();
        request.NewsEvent.Text.SequenceEqual("c"u8).ShouldBeTrue();
    }

    [Fact]
    public void Changed_bytes_give_a_request_or_the_one_exception()
    {
        var random = new Random(20240501);
        byte[][] seeds =
        [
            RunningPump.Request(("cmd", "pic"), ("date", "2024-05-01"), ("evt", new string('a', 32)), ("frametime", "2024-05-01_07.32.12.856029")),
            RunningPump.Request(("cmd", "Event"), ("date", "2024-05-01"), ("event", "e1"), ("state", "started"), ("node", "n"), ("view", "v")),
            [0x93, 0xA3, .. "cmd"u8, 0x92, 0xC0, 0xC3, 0xCB, 0, 0, 0, 0, 0, 0, 0, 0],
            [0xDF, 0, 0, 0, 1, 0xC5, 0, 3, .. "cmd"u8, 0xDB, 0, 0, 0, 3, .. "dat"u8],
        ];
        var count = Environment.GetEnvironmentVariable("CATCHMENT_TEST_FULL") == "1" ? 1_000_000 : 20_000;
        var read = 0;
        for (var i = 0; i < count; i++)
        {
            var frame = Changed(seeds[random.Next(seeds.Length)], random);
            try
            {
                var request = PumpRequest.Read(frame);
                read++;
                (request.Date.Text.Length + request.Event.Text.Length + request.NewsEvent.Text.Length).ShouldBeLessThanOrEqualTo(frame.Length);
            }
            catch (MessagePackException)
            {
                // What a stranger's bytes may give.
            }
        }

        read.ShouldBeInRange(1, count - 1);
    }

    private static byte[] Changed(byte[] seed, Random random)
    {
        var frame = seed.ToList();
        for (var changes = random.Next(1, 5); changes > 0; changes--)
        {
            var at = random.Next(frame.Count + 1);
            switch (random.Next(4))
            {
                case 0 when at < frame.Count:
                    frame[at] = (byte)random.Next(256);
                    break;
                case 1:
                    frame.Insert(at, (byte)random.Next(256));
                    break;
                case 2 when at < frame.Count:
                    frame.RemoveRange(at, random.Next(frame.Count - at));
                    break;
                default:
                    frame.InsertRange(at, frame.Take(random.Next(frame.Count)).ToArray());
                    break;
            }
        }

        return [.. frame];
    }
}

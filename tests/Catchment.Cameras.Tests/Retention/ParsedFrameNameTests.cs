using System.Text;
using Catchment.Cameras.Catalog;
using Catchment.Cameras.Hub;
using Catchment.Cameras.Retention;

namespace Catchment.Cameras.Tests.Retention;

public sealed class ParsedFrameNameTests
{
    [Theory]
    [InlineData("Driveway-Mailbox-2018-12-30T08.18.31.809000.jpg", "Driveway-Mailbox", FrameFormat.Jpg)]
    [InlineData("Far--North-2018-12-30T08.18.31.809000.png", "Far--North", FrameFormat.Png)]
    [InlineData("-2018-12-30T08.18.31.809000.npy", "", FrameFormat.Npy)]
    [InlineData("Übersee-2-2018-12-30T08.18.31.809000.jpg", "Übersee-2", FrameFormat.Jpg)]
    public void A_frames_name_is_taken_apart(string name, string label, FrameFormat format)
    {
        var bytes = Encoding.UTF8.GetBytes(name);

        ParsedFrameName.TryParse(bytes, out var file).ShouldBeTrue();

        Encoding.UTF8.GetString(bytes, 0, file.LabelBytes).ShouldBe(label);
        file.Time.ShouldBe(new DateTime(2018, 12, 30, 8, 18, 31, 809));
        file.Day.ShouldBe(new DateOnly(2018, 12, 30));
        file.Format.ShouldBe(format);
    }

    [Theory]
    [InlineData("")]
    [InlineData("notes.txt")]
    [InlineData("Cam-2018-12-30T08.18.31.jpg")]
    [InlineData("Cam-2018-12-30T08.18.31.80900.jpg")]
    [InlineData("Cam-2018-12-30T08.18.31.809000.gif")]
    [InlineData("Cam-2018-12-30T08.18.31.809000.JPG")]
    [InlineData("Cam-2018-02-30T08.18.31.809000.jpg")]
    [InlineData("Cam-2018-00-30T08.18.31.809000.jpg")]
    [InlineData("Cam-0000-01-01T08.18.31.809000.jpg")]
    [InlineData("Cam-2018-12-30T24.18.31.809000.jpg")]
    [InlineData("Cam-2018-12-30T08.60.31.809000.jpg")]
    [InlineData("Cam-2018-12-30T08.18.60.809000.jpg")]
    [InlineData("Cam-2018-12-30T08:18:31.809000.jpg")]
    [InlineData("Cam-2018-12-30 08.18.31.809000.jpg")]
    [InlineData("Cam-2018-12-30T+8.18.31.809000.jpg")]
    [InlineData("Cam_2018-12-30T08.18.31.809000.jpg")]
    [InlineData("Cam 1-2018-12-30T08.18.31.809000.jpg")]
    [InlineData("Cam\u0007-2018-12-30T08.18.31.809000.jpg")]
    [InlineData(".Cam-2018-12-30T08.18.31.809000.jpg.tmp")]
    public void What_the_hub_would_not_write_is_no_frame(string name) =>
        ParsedFrameName.TryParse(Encoding.UTF8.GetBytes(name), out _).ShouldBeFalse();

    [Fact]
    public void A_label_that_is_not_utf8_or_too_long_is_no_frame()
    {
        var time = "-2018-12-30T08.18.31.809000.jpg"u8;

        ParsedFrameName.TryParse([0xC3, 0x28, .. time], out _).ShouldBeFalse();
        ParsedFrameName.TryParse([.. Enumerable.Repeat((byte)'n', FrameName.MaxNodeBytes), .. time], out _).ShouldBeTrue();
        ParsedFrameName.TryParse([.. Enumerable.Repeat((byte)'n', FrameName.MaxNodeBytes + 1), .. time], out _).ShouldBeFalse();
    }

    [Fact]
    public void Whatever_the_hub_writes_is_read_and_written_back_byte_by_byte()
    {
        var random = new Random(17);
        const string Characters = "ab-Z ._ä日😀/\u0001";
        Span<byte> name = stackalloc byte[300];
        Span<byte> again = stackalloc byte[300];
        for (var i = 0; i < 20_000; i++)
        {
            var runes = Characters.EnumerateRunes().ToArray();
            var node = string.Concat(Enumerable.Range(0, random.Next(20)).Select(_ => runes[random.Next(runes.Length)].ToString()));
            FrameName.TryWriteNode(Encoding.UTF8.GetBytes(node), name, out var length).ShouldBeTrue();
            var time = new DateTime(random.NextInt64(DateTime.MaxValue.Ticks / 10) * 10);
            FrameName.WriteTime(time, FrameFormat.Jpg, name[length..]);
            var written = name[..(length + FrameName.TimeBytes)];

            ParsedFrameName.TryParse(written, out var file).ShouldBeTrue(node);

            file.LabelBytes.ShouldBe(length);
            file.Time.ShouldBe(time);
            ParsedFrameName.Write(written[..length], file.Day, file.Microseconds, file.Format, again).SequenceEqual(written).ShouldBeTrue();
        }
    }

    [Fact]
    public void Names_that_are_damaged_at_random_are_read_as_what_they_are_or_not_at_all()
    {
        var random = new Random(23);
        var good = "Driveway-Mailbox-2018-12-30T08.18.31.809000.jpg"u8.ToArray();
        var read = 0;
        for (var i = 0; i < 200_000; i++)
        {
            var name = good.ToArray();
            for (var change = random.Next(1, 4); change > 0; change--)
                name[random.Next(name.Length)] = (byte)random.Next(256);
            name = name[random.Next(3)..^random.Next(3)];
            if (!ParsedFrameName.TryParse(name, out var file))
                continue;
            read++;
            ParsedFrameName.Write(name.AsSpan(0, file.LabelBytes), file.Day, file.Microseconds, file.Format, new byte[300]).SequenceEqual(name).ShouldBeTrue();
        }

        read.ShouldBeGreaterThan(0);
    }

    [Theory]
    [InlineData("2018-12-30", true)]
    [InlineData("2020-02-29", true)]
    [InlineData("2019-02-29", false)]
    [InlineData("2018-12-3", false)]
    [InlineData("2018-12-300", false)]
    [InlineData("lost+found", false)]
    [InlineData("2018/12/30", false)]
    public void A_day_folders_name_is_a_date(string name, bool isDay)
    {
        ParsedFrameName.TryParseDay(Encoding.UTF8.GetBytes(name), out var day).ShouldBe(isDay);
        if (isDay)
            Encoding.UTF8.GetString(ParsedFrameName.NameOf(day)).ShouldBe(name);
    }
}

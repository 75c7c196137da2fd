using System.Text;
using Catchment.Cameras.Watcher.Outposts;
using Microsoft.Extensions.Logging;

namespace Catchment.Cameras.Tests.Watcher;

public sealed class OutpostTextTests
{
    private static readonly bool Full = Environment.GetEnvironmentVariable("CATCHMENT_TEST_FULL") == "1";

    [Theory]
    [InlineData("alpha5 PiCam3|jpg|2024-05-06T10:00:00.250000", "alpha5", "PiCam3")]
    [InlineData("  alpha5   PiCam3  left|jpg| 2024-05-06T10:00:00.250000 |more", "alpha5", "PiCam3")]
    [InlineData("Süd Tür|image|2024-05-06 10:00:00.25", "Süd", "Tür")]
    public void A_pictures_text_is_read(string text, string node, string view)
    {
        PictureText.TryRead(Encoding.UTF8.GetBytes(text), out var read).ShouldBeTrue();
        Encoding.UTF8.GetString(read.Node).ShouldBe(node);
        Encoding.UTF8.GetString(read.View).ShouldBe(view);
        read.Time.ShouldBe(new DateTime(2024, 5, 6, 10, 0, 0, 250));
    }

    [Theory]
    [InlineData("")]
    [InlineData("|")]
    [InlineData("||")]
    [InlineData("alpha5|jpg|2024-05-06T10:00:00")]
    [InlineData(" |jpg|2024-05-06T10:00:00")]
    [InlineData("alpha5 PiCam3|jpg")]
    [InlineData("alpha5 PiCam3|jpg|")]
    [InlineData("alpha5 PiCam3|jpg|2024-02-30T10:00:00")]
    [InlineData("alpha5 PiCam3|jpg|2024-05-06T10:00:00+02:00")]
    [InlineData("alpha5 PiCam3|jpg|../../x")]
    public void What_is_no_pictures_text_is_refused(string text) => PictureText.TryRead(Encoding.UTF8.GetBytes(text), out _).ShouldBeFalse();

    [Theory]
    [InlineData("alpha5.INFO", "alpha5", LogLevel.Information, "")]
    [InlineData("alpha5.CRITICAL.a.b", "alpha5", LogLevel.Critical, "a.b")]
    public void A_topic_is_read(string topic, string node, LogLevel level, string part)
    {
        LogTopic.TryRead(Encoding.UTF8.GetBytes(topic), out var read).ShouldBeTrue();
        Encoding.UTF8.GetString(read.Node).ShouldBe(node);
        read.Level.ShouldBe(level);
        Encoding.UTF8.GetString(read.Part).ShouldBe(part);
    }

    [Fact]
    public void Mutated_texts_and_topics_never_throw_and_what_is_read_is_a_name()
    {
        var random = new Random(20240506);
        byte[][] seeds = ["alpha5 PiCam3|jpg|2024-05-06T10:00:00.250000"u8.ToArray(), "Süd Tür|jpg|2024-05-06T10:00:00"u8.ToArray(), "alpha5.INFO.ote{"u8.ToArray(), "x.WARNING"u8.ToArray()];
        Span<char> name = stackalloc char[OutpostNames.MaxLength];
        for (var i = 0; i < (Full ? 1_000_000 : 30_000); i++)
        {
            var bytes = seeds[random.Next(seeds.Length)].ToList();
            for (var change = random.Next(6); change >= 0 && bytes.Count > 0; change--)
            {
                var at = random.Next(bytes.Count);
                switch (random.Next(4))
                {
                    case 0: bytes.RemoveAt(at); break;
                    case 1: bytes.Insert(at, (byte)"| .:-T\0\xff\n"[random.Next(9)]); break;
                    case 2: bytes.RemoveRange(at, bytes.Count - at); break;
                    default: bytes[at] = (byte)random.Next(256); break;
                }
            }

            var text = bytes.ToArray();
            if (PictureText.TryRead(text, out var picture))
                (picture.Node.Contains((byte)' ') || picture.View.Contains((byte)' ') || picture.Node.IsEmpty || picture.View.IsEmpty).ShouldBeFalse();
            if (LogTopic.TryRead(text, out var topic) && topic.NodeText(name) is > 0 and var length)
                OutpostNames.IsNode(name[..length]).ShouldBeTrue();
        }
    }
}

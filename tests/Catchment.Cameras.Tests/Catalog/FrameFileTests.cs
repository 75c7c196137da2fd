using System.Text;
using Catchment.Cameras.Catalog;
using Catchment.Cameras.Hub;
using FsCheck;
using FsCheck.Fluent;

namespace Catchment.Cameras.Tests.Catalog;

public sealed class FrameFileTests
{
    [Theory]
    [InlineData("Driveway-Mailbox-2018-12-30T08.18.31.809000.jpg", "Driveway-Mailbox", FrameFormat.Jpg)]
    [InlineData("a-2018-12-30T08.18.31.809000-2018-12-30T08.18.31.809000.npy", "a-2018-12-30T08.18.31.809000", FrameFormat.Npy)]
    [InlineData("-2018-12-30T08.18.31.809000.png", "", FrameFormat.Png)]
    public void A_frame_s_name_is_read(string name, string label, FrameFormat format)
    {
        FrameFile.TryParse(name, out var read, out var time, out var kind).ShouldBeTrue();
        read.ToString().ShouldBe(label);
        time.ShouldBe(new DateTime(2018, 12, 30, 8, 18, 31, 809));
        kind.ShouldBe(format);
        FrameFile.NameOf(label, time, kind).ShouldBe(name);
    }

    [Theory]
    [InlineData("")]
    [InlineData("2018-12-30T08.18.31.809000.jpg")]
    [InlineData("cam-2018-12-30T08.18.31.809000.JPG")]
    [InlineData("cam-2018-12-30T08.18.31.809000.jpeg")]
    [InlineData("cam-2018-12-30T08.18.31.jpg")]
    [InlineData("cam-2018-13-30T08.18.31.809000.jpg")]
    [InlineData("cam-2018-02-30T08.18.31.809000.jpg")]
    [InlineData("cam-2018-12-30T08:18:31.809000.jpg")]
    [InlineData(".cam-2018-12-30T08.18.31.809000.jpg.tmp")]
    [InlineData("cam-٢٠١٨-12-30T08.18.31.809000.jpg")]
    public void Another_name_is_no_frame_s(string name) => FrameFile.TryParse(name, out _, out _, out _).ShouldBeFalse();

    [Fact]
    public void What_the_hub_names_is_read_back() =>
        Prop.ForAll<NonNull<string>, long>((node, ticks) =>
        {
            Span<byte> written = stackalloc byte[FrameName.MaxNodeBytes];
            if (!FrameName.TryWriteNode(Encoding.UTF8.GetBytes(node.Get), written, out var length))
                return;
            var label = Encoding.UTF8.GetString(written[..length]);
            var time = new DateTime(Math.Abs(ticks % DateTime.MaxValue.Ticks) / 10 * 10);
            FrameFile.TryParse(FrameFile.NameOf(label, time, FrameFormat.Jpg), out var read, out var readTime, out _).ShouldBeTrue();
            read.ToString().ShouldBe(label);
            readTime.ShouldBe(time);
            CameraSpelling.OfText(Encoding.UTF8.GetBytes(node.Get)).Label.ShouldBe(label);
        }).QuickCheckThrowOnFailure();
}

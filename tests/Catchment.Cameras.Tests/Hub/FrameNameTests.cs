using System.Text;
using Catchment.Cameras.Catalog;
using Catchment.Cameras.Hub;
using Catchment.Core.Storage;
using FsCheck;
using FsCheck.Fluent;

namespace Catchment.Cameras.Tests.Hub;

public sealed class FrameNameTests
{
    [Theory]
    [InlineData("Driveway Mailbox", "Driveway-Mailbox-2018-12-30T08.18.31.809000.jpg")]
    [InlineData("  Far  North ", "Far--North-2018-12-30T08.18.31.809000.jpg")]
    [InlineData("\tGröße\u00a0", "Größe-2018-12-30T08.18.31.809000.jpg")]
    [InlineData("a\"b\\c", "a\"b\\c-2018-12-30T08.18.31.809000.jpg")]
    [InlineData("", "-2018-12-30T08.18.31.809000.jpg")]
    [InlineData("No/de", "No_de-2018-12-30T08.18.31.809000.jpg")]
    [InlineData("../../../Climb", ".._.._.._Climb-2018-12-30T08.18.31.809000.jpg")]
    [InlineData("a\0b\nc\u202ed", "a_b_c_d-2018-12-30T08.18.31.809000.jpg")]
    public void A_frame_is_named_by_its_camera_and_its_time(string nodeAndView, string expected) =>
        Name(nodeAndView, new DateTime(2018, 12, 30, 8, 18, 31, 809)).ShouldBe(expected);

    [Theory]
    [InlineData(FrameFormat.Png, "Barn-2018-12-30T08.18.31.809000.png")]
    [InlineData(FrameFormat.Npy, "Barn-2018-12-30T08.18.31.809000.npy")]
    public void Its_extension_says_what_it_holds(FrameFormat format, string expected)
    {
        Name("Barn", new DateTime(2018, 12, 30, 8, 18, 31, 809), format).ShouldBe(expected);

        FrameName.IsFrame(expected).ShouldBeTrue();
        FrameName.IsFrame($".{expected}.tmp").ShouldBeFalse();
    }

    [Fact]
    public void Microsecond_zero_has_six_digits_too() =>
        Name("Front Door", new DateTime(2024, 1, 2, 4, 5, 6)).ShouldBe("Front-Door-2024-01-02T04.05.06.000000.jpg");

    [Fact]
    public void The_last_microsecond_of_a_second_is_written_whole() =>
        Name("x", new DateTime(2024, 1, 2, 4, 5, 6).AddTicks(9_999_990)).ShouldBe("x-2024-01-02T04.05.06.999999.jpg");

    [Fact]
    public void The_longest_name_fits_and_a_longer_one_does_not()
    {
        Name(new string('n', FrameName.MaxNodeBytes), DateTime.UnixEpoch)!.Length.ShouldBe(AtomicFolder.MaxNameBytes);
        Name(new string('n', FrameName.MaxNodeBytes + 1), DateTime.UnixEpoch).ShouldBeNull();
        Name(new string('ß', (FrameName.MaxNodeBytes / 2) + 1), DateTime.UnixEpoch).ShouldBeNull();
    }

    [Fact]
    public void No_text_makes_a_name_that_leaves_the_folder() =>
        Prop.ForAll<string>(text =>
        {
            var sent = string.Concat((text ?? "").EnumerateRunes().Select(r => r.ToString()));
            if (Name(sent, DateTime.UnixEpoch) is not { } name)
                return;
            name.ShouldNotContain('/');
            name.ShouldNotContain('\0');
            Path.GetFullPath(Path.Combine("/root/day", name)).ShouldBe("/root/day/" + name);
        }).QuickCheckThrowOnFailure();

    private static string? Name(string nodeAndView, DateTime time, FrameFormat format = FrameFormat.Jpg)
    {
        Span<byte> name = stackalloc byte[AtomicFolder.MaxNameBytes];
        if (!FrameName.TryWriteNode(Encoding.UTF8.GetBytes(nodeAndView), name, out var length))
            return null;
        FrameName.WriteTime(time, format, name[length..]);
        return Encoding.UTF8.GetString(name[..(length + FrameName.TimeBytes)]);
    }
}

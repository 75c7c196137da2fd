using Catchment.Cameras.Pictures;
using FsCheck;
using FsCheck.Fluent;

namespace Catchment.Cameras.Tests.Pictures;

public sealed class JpegHeaderTests
{
    [Fact]
    public void A_size_is_read_from_a_cameras_jpeg() =>
        Size(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Hub", "Vectors", "jpg.frame2.bin"))).ShouldBe((48, 36));

    [Fact]
    public void Every_size_is_read_past_tables_metadata_and_its_thumbnail() =>
        Prop.ForAll(Gen.Choose(1, 65_535).Two().ToArbitrary(), size => Size(JpegBytes.File(size.Item1, size.Item2)).ShouldBe((size.Item1, size.Item2)))
            .QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(0xC0)]
    [InlineData(0xC1)]
    [InlineData(0xC2)]
    [InlineData(0xC3)]
    [InlineData(0xC5)]
    [InlineData(0xC9)]
    [InlineData(0xCF)]
    public void Every_kind_of_frame_header_tells_it(byte marker) =>
        Size([.. JpegBytes.Start, .. JpegBytes.Frame(640, 480, marker)]).ShouldBe((640, 480));

    [Theory]
    [InlineData(0xC4)]
    [InlineData(0xC8)]
    [InlineData(0xCC)]
    public void Tables_that_only_look_like_a_frame_header_do_not(byte marker) =>
        Size([.. JpegBytes.Start, .. JpegBytes.Frame(1, 2, marker), .. JpegBytes.Frame(640, 480)]).ShouldBe((640, 480));

    [Fact]
    public void Fill_bytes_and_markers_without_a_length_are_passed_over() =>
        Size([.. JpegBytes.Start, 0xFF, 0xFF, 0xFF, 0xD0, 0xFF, 0x01, 0xFF, 0xFF, .. JpegBytes.Frame(640, 480)]).ShouldBe((640, 480));

    [Fact]
    public void A_file_that_is_cut_off_before_its_size_tells_none()
    {
        var file = JpegBytes.File(640, 480);
        var needed = Enumerable.Range(0, file.Length + 1).First(length => Size(file[..length]) is not null);

        for (var length = needed; length <= file.Length; length++)
            Size(file[..length]).ShouldBe((640, 480));
        file[needed - 1].ShouldBe((byte)(640 & 0xFF), "the last byte that is needed is the width's");
    }

    [Fact]
    public void What_is_no_jpeg_or_tells_no_size_is_refused()
    {
        byte[][] files =
        [
            [], [0xFF], [0xFF, 0xD8], [0x89, (byte)'P', (byte)'N', (byte)'G'],
            [.. JpegBytes.Start, .. JpegBytes.Frame(0, 480)],
            [.. JpegBytes.Start, .. JpegBytes.Frame(640, 0)], // its height would follow the scan
            [.. JpegBytes.Start, .. JpegBytes.Segment(0xC0, 8, 1, 224)],
            [.. JpegBytes.Start, .. JpegBytes.Segment(0xDA, 1, 1, 0, 0, 63, 0), .. JpegBytes.Frame(640, 480)],
            [.. JpegBytes.Start, 0xFF, 0xE0, 0, 1, .. JpegBytes.Frame(640, 480)], // a length shorter than itself
            [.. JpegBytes.Start, 0xFF, 0x00, .. JpegBytes.Frame(640, 480)],
            [.. JpegBytes.Start, .. JpegBytes.Start, .. JpegBytes.Frame(640, 480)],
            [.. JpegBytes.Start, 0xFF, 0xD9, .. JpegBytes.Frame(640, 480)],
            [.. JpegBytes.Start, 0x00, .. JpegBytes.Frame(640, 480)],
        ];

        foreach (var file in files)
            Size(file).ShouldBeNull(Convert.ToHexString(file));
    }

    [Fact]
    public void The_search_ends_after_so_many_segments_and_bytes()
    {
        var application = JpegBytes.Segment(0xE1);
        Size([.. JpegBytes.Start, .. Repeat(application, JpegHeader.MaxSegments - 1), .. JpegBytes.Frame(640, 480)]).ShouldBe((640, 480));
        Size([.. JpegBytes.Start, .. Repeat(application, JpegHeader.MaxSegments), .. JpegBytes.Frame(640, 480)]).ShouldBeNull();

        var large = JpegBytes.Segment(0xE2, new byte[65_533]);
        Size([.. JpegBytes.Start, .. Repeat(large, 15), .. JpegBytes.Frame(640, 480)]).ShouldBe((640, 480));
        Size([.. JpegBytes.Start, .. Repeat(large, 16), .. JpegBytes.Frame(640, 480)]).ShouldBeNull();
        Size([0xFF, 0xD8, .. Repeat([0xFF], 2 * JpegHeader.MaxBytes), .. JpegBytes.Frame(640, 480)]).ShouldBeNull();
    }

    [Fact]
    public void Reading_allocates_nothing()
    {
        var file = JpegBytes.File(640, 480);

        Allocations.Of(() => JpegHeader.TryReadSize(file, out _, out _)).ShouldBe(0);
    }

    private static byte[] Repeat(byte[] bytes, int times) => [.. Enumerable.Repeat(bytes, times).SelectMany(b => b)];

    private static (int Width, int Height)? Size(byte[] file) =>
        JpegHeader.TryReadSize(file, out var width, out var height) ? (width, height) : null;
}

using Catchment.Core.Configuration;
using FsCheck;
using FsCheck.Fluent;

namespace Catchment.Core.Tests.Configuration;

public sealed class ByteSizeTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("1048576", 1 << 20)]
    [InlineData("64 MiB", 64 << 20)]
    [InlineData("64MiB", 64 << 20)]
    [InlineData("1.5 GB", 1_500_000_000)]
    [InlineData("1.5 kb", 1500)]
    [InlineData("3 KiB", 3072)]
    [InlineData("7 B", 7)]
    [InlineData("1 TiB", 1L << 40)]
    public void Sizes_are_read_with_their_units(string text, long bytes)
    {
        ByteSize.TryParse(text, out var size).ShouldBeTrue();
        size.Bytes.ShouldBe(bytes);
    }

    [Theory]
    [InlineData("")]
    [InlineData("MiB")]
    [InlineData("-1")]
    [InlineData("-1 MiB")]
    [InlineData("1 XB")]
    [InlineData(".5 MB")]
    [InlineData("1. MB")]
    [InlineData("1,5 MB")]
    [InlineData("1.5")]
    [InlineData("99999999 TiB")]
    [InlineData("9223372036854775808")]
    public void What_is_no_size_is_refused(string text) => ByteSize.TryParse(text, out _).ShouldBeFalse();

    [Fact]
    public void Every_size_is_written_so_that_it_reads_back() =>
        Prop.ForAll(ArbMap.Default.ArbFor<long>().Filter(static bytes => bytes >= 0), static bytes =>
            ByteSize.TryParse(new ByteSize(bytes).ToString(), out var size) && size.Bytes == bytes).QuickCheckThrowOnFailure();

    [Fact]
    public void Whole_units_are_written_short()
    {
        ByteSize.FromMebibytes(64).ToString().ShouldBe("64 MiB");
        new ByteSize(1500).ToString().ShouldBe("1500 B");
        new ByteSize(5000).ToString().ShouldBe("5 kB");
        default(ByteSize).ToString().ShouldBe("0 B");
    }
}

using Catchment.Protocols.Flatlogs;

namespace Catchment.Protocols.Tests.Flatlogs;

/// <summary>Entries from streams: in pieces, growing, torn, with lengths that lie. Source: telemetry 7, 12 (D1).</summary>
public sealed class FlatlogReaderTests
{
    [Fact]
    public void Entries_are_found_in_pieces_of_any_size()
    {
        var bytes = FlatlogVectors.Bytes("bintel", "lengths_20240903040508123456789.bintel");
        foreach (var piece in new[] { 1, 13, 4096, 1 << 20 })
        {
            using var reader = new FlatlogReader(new PieceStream(bytes, piece), offset: 1000);
            var expected = new FlatlogSpanReader(bytes, 1000);
            while (expected.Read() == FlatlogStep.Entry)
            {
                reader.Read().ShouldBe(FlatlogStep.Entry);
                reader.Entry.Header.ShouldBe(expected.Entry.Header);
                reader.Entry.Offset.ShouldBe(expected.Entry.Offset);
                reader.Entry.Message.SequenceEqual(expected.Entry.Message).ShouldBeTrue();
            }

            reader.Read().ShouldBe(FlatlogStep.End);
            reader.Position.ShouldBe(1000 + bytes.Length);
        }
    }

    [Fact]
    public void An_entry_is_shown_when_its_last_byte_has_been_written()
    {
        var bytes = FlatlogVectors.Bytes("bintel", "camsci1_20240415223050997960288.bintel");
        var file = new GrowingStream();
        using var reader = new FlatlogReader(file);
        var seen = new List<long>();
        foreach (var b in bytes)
        {
            reader.Read().ShouldBe(reader.TailLength == 0 ? FlatlogStep.End : FlatlogStep.Incomplete);
            file.Append([b]);
            if (reader.Read() == FlatlogStep.Entry)
                seen.Add(reader.Entry.Offset);
        }

        seen.ShouldBe([0, 204, 428, 564, 648, 692, 752, 788]);
        reader.Position.ShouldBe(bytes.Length);
    }

    [Fact]
    public void A_later_reader_goes_on_where_the_first_one_came_to()
    {
        var bytes = FlatlogVectors.Bytes("bintel", "cutlast3_20240903040517123456789.bintel");
        using var first = new FlatlogReader(new MemoryStream(bytes));
        while (first.Read() == FlatlogStep.Entry)
        {
        }

        var whole = new byte[bytes.Length + 3];
        bytes.CopyTo(whole, 0);
        using var second = new FlatlogReader(new MemoryStream(whole, (int)first.Position, whole.Length - (int)first.Position), first.Position);

        second.Read().ShouldBe(FlatlogStep.Entry);
        second.Entry.Offset.ShouldBe(132);
        second.Read().ShouldBe(FlatlogStep.End);
    }

    [Theory]
    [InlineData(100_000UL)]
    [InlineData(ulong.MaxValue)]
    public void A_length_that_lies_costs_no_memory(ulong length)
    {
        var header = FlatlogHeader.Create(64, 20050, 1, 0, 70_000) with { MessageLength = length };
        var bytes = new byte[header.Length + 90_000];
        header.Write(bytes);

        FlatlogReader? reader = null;
        var allocated = Allocations.Of(() =>
        {
            reader = new FlatlogReader(new MemoryStream(bytes));
            reader.Read().ShouldBe(FlatlogStep.Incomplete);
            reader.Dispose();
        });

        allocated.ShouldBeLessThan(10_000);
        reader!.Position.ShouldBe(0);
    }

    [Fact]
    public void An_oversized_entry_is_passed_over_also_when_it_comes_in_parts()
    {
        var small = FlatlogHeader.Create(64, 1001, 1, 0, 0);
        var large = FlatlogHeader.Create(64, 20910, 2, 0, 200_000);
        var file = new GrowingStream();
        using var reader = new FlatlogReader(file, maxMessageLength: 199_999);
        var header = new byte[large.Length];
        large.Write(header);
        file.Append(header);
        reader.Read().ShouldBe(FlatlogStep.Incomplete);
        file.Append(new byte[150_000]);
        reader.Read().ShouldBe(FlatlogStep.Incomplete);
        reader.TailLength.ShouldBe(150_020);
        reader.Position.ShouldBe(0);
        file.Append(new byte[50_000]);
        var next = new byte[small.Length];
        small.Write(next);
        file.Append(next);

        reader.Read().ShouldBe(FlatlogStep.Oversized);
        reader.Entry.Header.ShouldBe(large);
        reader.Entry.Message.IsEmpty.ShouldBeTrue();
        reader.Read().ShouldBe(FlatlogStep.Entry);
        reader.Entry.Header.ShouldBe(small);
        reader.Entry.Offset.ShouldBe(200_020);
        reader.Read().ShouldBe(FlatlogStep.End);
    }

    [Theory]
    [InlineData(0, 12)]
    [InlineData(253, 12)]
    [InlineData(254, 14)]
    [InlineData(65_534, 14)]
    [InlineData(65_535, 20)]
    [InlineData(int.MaxValue, 20)]
    public void Headers_have_the_length_that_writers_give_them(int message, int length)
    {
        var header = FlatlogHeader.Create(-1, 65_535, uint.MaxValue, 999_999_999, message);
        var bytes = new byte[length];
        header.Write(bytes);

        header.Length.ShouldBe(length);
        FlatlogHeader.TryRead(bytes, out var read).ShouldBeTrue();
        read.ShouldBe(header);
        FlatlogHeader.TryRead(bytes.AsSpan(0, length - 1), out _).ShouldBeFalse();
        FlatlogTime.ToDateTime(header.Microseconds).ShouldBe(new DateTime(2106, 2, 7, 6, 28, 15, DateTimeKind.Utc).AddTicks(9_999_990));
    }
}

using Catchment.Protocols.OpcUa;
using FsCheck;
using FsCheck.Fluent;

namespace Catchment.Protocols.Tests.OpcUa;

public sealed class NumericRangeTests
{
    private static readonly Variant Numbers = Variant.OfArray(BuiltInType.Int32, new[] { 10, 11, 12, 13, 14 });

    // 00 01 02 03 / 10 11 12 13 / 20 21 22 23
    private static readonly Variant Matrix = Variant.OfArray(BuiltInType.Int32, new[] { 0, 1, 2, 3, 10, 11, 12, 13, 20, 21, 22, 23 }, [3, 4]);

    private static readonly Variant Texts = Variant.OfArray(BuiltInType.String, new[] { "abcd", "efgh", null, "x" });

    [Theory]
    [InlineData("1:1")]
    [InlineData("2:1")]
    [InlineData("a")]
    [InlineData(":")]
    [InlineData("1:")]
    [InlineData(":1")]
    [InlineData("1,")]
    [InlineData(",1")]
    [InlineData("-1")]
    [InlineData(" 1")]
    [InlineData("1 ")]
    [InlineData("+1")]
    [InlineData("1:2:3")]
    [InlineData("4294967296")]
    [InlineData("1.0")]
    public void What_is_no_range_is_refused(string text) => NumericRange.TryParse(text, out _).ShouldBeFalse();

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void No_range_is_the_whole_value(string? text)
    {
        NumericRange.TryParse(text, out var range).ShouldBeTrue();
        range.ShouldBeNull();
    }

    [Fact]
    public void A_range_that_is_longer_than_any_needs_to_be_is_none()
    {
        NumericRange.TryParse(new string('0', 1_000) + "1", out _).ShouldBeTrue();
        NumericRange.TryParse(new string('0', 10_000) + "1", out _).ShouldBeFalse();
    }

    [Fact]
    public void A_range_has_no_more_dimensions_than_any_value()
    {
        NumericRange.TryParse(string.Join(',', Enumerable.Repeat("0", 64)), out _).ShouldBeTrue();
        NumericRange.TryParse(string.Join(',', Enumerable.Repeat("0", 65)), out _).ShouldBeFalse();
    }

    [Fact]
    public void Elements_of_an_array_are_read()
    {
        Read(Numbers, "2").Elements.ShouldBe(new[] { 12 });
        Read(Numbers, "1:3").Elements.ShouldBe(new[] { 11, 12, 13 });
        Read(Numbers, "0:4").Elements.ShouldBe(new[] { 10, 11, 12, 13, 14 });
        Read(Numbers, "3:4294967295").Elements.ShouldBe(new[] { 13, 14 });
        Fails(Numbers, "5", StatusCodes.BadIndexRangeNoData);
        Fails(Numbers, "5:7", StatusCodes.BadIndexRangeNoData);
        Fails(Numbers, "4294967295", StatusCodes.BadIndexRangeNoData);
        Fails(Numbers, "1,1", StatusCodes.BadIndexRangeNoData);
    }

    [Fact]
    public void A_block_of_a_matrix_is_read()
    {
        var block = Read(Matrix, "1:2,0:1");
        block.Elements.ShouldBe(new[] { 10, 11, 20, 21 });
        block.Dimensions.ShouldBe([2, 2]);
        Read(Matrix, "1,1").Elements.ShouldBe(new[] { 11 });
        Read(Matrix, "1,1").Dimensions.ShouldBe([1, 1]);
        Read(Matrix, "2:9,3:9").Elements.ShouldBe(new[] { 23 });
        Fails(Matrix, "1", StatusCodes.BadIndexRangeNoData);
        Fails(Matrix, "1,4", StatusCodes.BadIndexRangeNoData);
        Fails(Matrix, "3,0", StatusCodes.BadIndexRangeNoData);
        Fails(Matrix, "0,0,0", StatusCodes.BadIndexRangeNoData);
    }

    [Fact]
    public void Characters_and_bytes_are_read()
    {
        Read(new Variant("abcd"), "1:2").ToObject().ShouldBe("bc");
        Read(new Variant("abcd"), "3:9").ToObject().ShouldBe("d");
        Read(new Variant([1, 2, 3]), "0:1").ToObject().ShouldBe(new byte[] { 1, 2 });
        Read(new Variant([1, 2, 3]), "2").Type.ShouldBe(BuiltInType.ByteString);
        Fails(new Variant("abcd"), "4", StatusCodes.BadIndexRangeNoData);
        Fails(new Variant(""), "0", StatusCodes.BadIndexRangeNoData);
        Fails(new Variant((string?)null), "0", StatusCodes.BadIndexRangeNoData);
        Fails(new Variant("abcd"), "0,0", StatusCodes.BadIndexRangeNoData);
    }

    [Fact]
    public void Pieces_of_texts_in_an_array_are_read()
    {
        Read(Texts, "0:1").Elements.ShouldBe(new[] { "abcd", "efgh" });
        Read(Texts, "0:3,1:2").Elements.ShouldBe(new[] { "bc", "fg", null, null });
        Fails(Texts, "2:3,1:2", StatusCodes.BadIndexRangeNoData);
        Texts.Elements.ShouldBe(new[] { "abcd", "efgh", null, "x" });
    }

    [Fact]
    public void A_single_value_has_no_elements()
    {
        Fails(new Variant(1.5), "0", StatusCodes.BadIndexRangeNoData);
        Fails(default, "0", StatusCodes.BadIndexRangeNoData);
        Fails(Variant.OfArray(BuiltInType.Int32, Array.Empty<int>()), "0", StatusCodes.BadIndexRangeNoData);
        Fails(Variant.OfReference(BuiltInType.XmlElement, "<a/>"), "0", StatusCodes.BadIndexRangeNoData);
    }

    [Fact]
    public void Elements_of_an_array_are_replaced()
    {
        Replace(Numbers, "1:2", Variant.OfArray(BuiltInType.Int32, new[] { 1, 2 })).Elements.ShouldBe(new[] { 10, 1, 2, 13, 14 });
        Replace(Numbers, "4", Variant.OfArray(BuiltInType.Int32, new[] { 7 })).Elements.ShouldBe(new[] { 10, 11, 12, 13, 7 });
        Numbers.Elements.ShouldBe(new[] { 10, 11, 12, 13, 14 });
        Refuses(Numbers, "1:3", Variant.OfArray(BuiltInType.Int32, new[] { 1, 2 }), StatusCodes.BadIndexRangeDataMismatch);
        Refuses(Numbers, "1:2", Variant.OfArray(BuiltInType.Int32, new[] { 1, 2, 3 }), StatusCodes.BadIndexRangeDataMismatch);
        Refuses(Numbers, "4:5", Variant.OfArray(BuiltInType.Int32, new[] { 1, 2 }), StatusCodes.BadIndexRangeNoData);
        Refuses(Numbers, "1:2", Variant.OfArray(BuiltInType.Double, new[] { 1.0, 2 }), StatusCodes.BadTypeMismatch);
        Refuses(Numbers, "1", new Variant(1), StatusCodes.BadTypeMismatch);
        Refuses(new Variant(1), "0", new Variant(1), StatusCodes.BadIndexRangeNoData);
    }

    [Fact]
    public void A_block_of_a_matrix_is_replaced()
    {
        var changed = Replace(Matrix, "1:2,0:1", Variant.OfArray(BuiltInType.Int32, new[] { 7, 8, 9, 6 }, [2, 2]));
        changed.Elements.ShouldBe(new[] { 0, 1, 2, 3, 7, 8, 12, 13, 9, 6, 22, 23 });
        changed.Dimensions.ShouldBe([3, 4]);
        Refuses(Matrix, "1:2,0:1", Variant.OfArray(BuiltInType.Int32, new[] { 7, 8, 9, 6 }), StatusCodes.BadIndexRangeDataMismatch);
        Refuses(Matrix, "1:3,0", Variant.OfArray(BuiltInType.Int32, new[] { 7, 8, 9 }, [3, 1]), StatusCodes.BadIndexRangeNoData);
    }

    [Fact]
    public void Characters_and_bytes_are_replaced()
    {
        Replace(new Variant("abcd"), "1:2", new Variant("XY")).ToObject().ShouldBe("aXYd");
        Replace(new Variant([1, 2, 3]), "2", new Variant([9])).ToObject().ShouldBe(new byte[] { 1, 2, 9 });
        Refuses(new Variant("abcd"), "1:2", new Variant("X"), StatusCodes.BadIndexRangeDataMismatch);
        Refuses(new Variant("abcd"), "3:4", new Variant("XY"), StatusCodes.BadIndexRangeNoData);
        Refuses(new Variant("abcd"), "1:2", new Variant((string?)null), StatusCodes.BadIndexRangeDataMismatch);
        var pieces = Variant.OfArray(BuiltInType.String, new[] { "12", "34" });
        Replace(Texts, "0:1,1:2", pieces).Elements.ShouldBe(new[] { "a12d", "e34h", null, "x" });
        Refuses(Texts, "2:3,1:2", pieces, StatusCodes.BadIndexRangeNoData);
        Texts.Elements.ShouldBe(new[] { "abcd", "efgh", null, "x" });
    }

    [Fact]
    public void What_is_read_out_of_a_value_and_put_back_leaves_it_as_it_is() =>
        Prop.ForAll<int>(seed =>
        {
            var random = new Random(seed);
            var lengths = Enumerable.Range(0, random.Next(2, 5)).Select(_ => random.Next(1, 5)).ToArray();
            var elements = Enumerable.Range(0, lengths.Aggregate(1, (product, length) => product * length)).ToArray();
            var whole = Variant.OfArray(BuiltInType.Int32, elements, lengths);
            var bounds = lengths.Select(length => (Low: random.Next(length), High: random.Next(length))).Select(b => (Low: Math.Min(b.Low, b.High), High: Math.Max(b.Low, b.High))).ToArray();
            var range = Parse(string.Join(',', bounds.Select(b => b.Low == b.High ? $"{b.Low}" : $"{b.Low}:{b.High}")));
            return range.Read(whole, out var part).IsGood
                && part.Elements!.Length == bounds.Aggregate(1, (product, b) => product * (b.High - b.Low + 1))
                && range.Replace(whole, part, out var same).IsGood && same == whole;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Any_range_on_any_value_is_answered()
    {
        var random = new Random(77);
        var values = new RandomValues(random);
        string[] texts = ["0", "1:2", "0:9", "0,0", "0:1,0", "0:1,0,1", "7", "0:1,0:1,0:1", "0:1,0:1,0:1,0:3"];
        for (var round = Fuzzing.Rounds(20_000, 1_000_000); round > 0; round--)
        {
            var (value, range) = (values.Variant(), Parse(texts[random.Next(texts.Length)]));
            var status = range.Read(value, out var part);
            (status == StatusCodes.Good || status == StatusCodes.BadIndexRangeNoData).ShouldBeTrue(status.ToString());
            part.IsNull.ShouldBe(!status.IsGood);
            range.Replace(value, values.Variant(), out var changed).IsGood.ShouldBe(!changed.IsNull);
        }
    }

    [Fact]
    public void Any_text_is_a_range_that_can_be_read_or_is_refused()
    {
        var random = new Random(1736);
        string[] pieces = ["0", "1", "2", "9", "4294967295", "4294967296", ":", ":", ",", "-", " ", "x"];
        var (ranges, refused) = (0, 0);
        for (var round = Fuzzing.Rounds(50_000, 1_000_000); round > 0; round--)
        {
            if (!NumericRange.TryParse(string.Concat(Enumerable.Range(0, random.Next(1, 8)).Select(_ => pieces[random.Next(pieces.Length)])), out var range))
            {
                refused++;
                continue;
            }

            ranges++;
            foreach (var value in new[] { Numbers, Matrix, Texts, new Variant("abcd"), new Variant([1, 2]) })
            {
                var status = range!.Read(value, out _);
                (status == StatusCodes.Good || status == StatusCodes.BadIndexRangeNoData).ShouldBeTrue(status.ToString());
                status = range.Replace(value, value, out _);
                (status == StatusCodes.Good || status == StatusCodes.BadIndexRangeNoData || status == StatusCodes.BadIndexRangeDataMismatch).ShouldBeTrue(status.ToString());
            }
        }

        ranges.ShouldBeGreaterThan(1000);
        refused.ShouldBeGreaterThan(1000);
    }

    private static NumericRange Parse(string text)
    {
        NumericRange.TryParse(text, out var range).ShouldBeTrue(text);
        return range!;
    }

    private static Variant Read(Variant value, string range)
    {
        Parse(range).Read(value, out var part).ShouldBe(StatusCodes.Good);
        return part;
    }

    private static Variant Replace(Variant value, string range, Variant part)
    {
        Parse(range).Replace(value, part, out var changed).ShouldBe(StatusCodes.Good);
        return changed;
    }

    private static void Fails(Variant value, string range, StatusCode status) => Parse(range).Read(value, out _).ShouldBe(status);

    private static void Refuses(Variant value, string range, Variant part, StatusCode status) => Parse(range).Replace(value, part, out _).ShouldBe(status);
}

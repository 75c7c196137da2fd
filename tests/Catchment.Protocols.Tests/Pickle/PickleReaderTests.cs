using System.Globalization;
using System.Text;
using System.Text.Json;
using Catchment.Protocols.Pickle;

namespace Catchment.Protocols.Tests.Pickle;

public sealed class PickleReaderTests
{
    private static readonly byte[] Header = [0x80, 0x04];

    [Theory]
    [MemberData(nameof(PickleVectors.Frames), MemberType = typeof(PickleVectors))]
    public void A_frame_has_the_values_and_types_that_pandas_reads(string name)
    {
        var (decoded, portable, _) = PickleVectors.Load(name);
        var frame = PickleReader.ReadFrame(portable);
        frame.Columns.Select(c => c.Name).ShouldBe(Texts(decoded.GetProperty("columns")));
        frame.Columns.Select(c => c.DType).ShouldBe(Texts(decoded.GetProperty("dtypes")));
        frame.Labels.ShouldBe(decoded.GetProperty("index").EnumerateArray().Select(i => i.GetInt64()));
        var rows = decoded.GetProperty("rows").EnumerateArray().ToArray();
        frame.RowCount.ShouldBe(rows.Length);
        for (var row = 0; row < rows.Length; row++)
        {
            for (var column = 0; column < frame.Columns.Count; column++)
                Written(frame.Columns[column], row).ShouldBe(rows[row][column].ToString(), $"row {row}, {frame.Columns[column].Name}");
        }
    }

    [Theory]
    [MemberData(nameof(PickleVectors.TextLists), MemberType = typeof(PickleVectors))]
    public void A_list_of_texts_is_read_from_the_original_too(string name)
    {
        var (decoded, portable, original) = PickleVectors.Load(name);
        PickleReader.ReadTexts(portable).ShouldBe(Texts(decoded.GetProperty("items")));
        PickleReader.ReadTexts(original).ShouldBe(Texts(decoded.GetProperty("items")));
    }

    [Theory]
    [MemberData(nameof(PickleVectors.TimeLists), MemberType = typeof(PickleVectors))]
    public void A_list_of_times_is_read_from_the_original_too(string name)
    {
        var (decoded, portable, original) = PickleVectors.Load(name);
        var times = Texts(decoded.GetProperty("items")).Select(t => DateTime.Parse(t, CultureInfo.InvariantCulture)).ToArray();
        PickleReader.ReadTimes(portable).ShouldBe(times);
        PickleReader.ReadTimes(original).ShouldBe(times);
    }

    [Theory]
    [MemberData(nameof(PickleVectors.Frames), MemberType = typeof(PickleVectors))]
    public void The_originals_frames_are_refused_with_the_way_out(string name) =>
        Should.Throw<PickleException>(() => PickleReader.ReadFrame(PickleVectors.Load(name).Original)).Message
            .ShouldSatisfyAllConditions(m => m.ShouldContain("pandas.core.frame.DataFrame"), m => m.ShouldContain("upgrade the pump"));

    [Theory]
    [InlineData("cos\nsystem\nX\x02\0\0\0id\x85R.", "os.system")]
    [InlineData("cbuiltins\neval\nX\x01\0\0\0" + "1\x85R.", "builtins.eval")]
    [InlineData("cnumpy\nload\nX\x01\0\0\0x\x85R.", "numpy.load")]
    [InlineData("\x8c\x02os\x8c\x06system\x93X\x02\0\0\0id\x85R.", "os.system")]
    [InlineData("cdatetime\ndatetime.__class__\n.", "datetime.datetime.__class__")]
    [InlineData("cos\nsys\x1b[2Jtem\n.", "os.sys?[2Jtem")]
    public void Other_names_are_refused_and_told(string pickle, string name) =>
        Should.Throw<PickleException>(() => PickleReader.ReadFrame(Bytes(pickle))).Message.ShouldContain(name);

    [Theory]
    [InlineData("", "cut off")]
    [InlineData(".", "one value")]
    [InlineData("]].", "one value")]
    [InlineData("].x", "one value")]
    [InlineData("(].", "one value")]
    [InlineData("(", "cut off")]
    [InlineData("X\xff\xff\xff\xff" + "abc.", "cut off")]
    [InlineData("\x95\xff\xff\xff\xff\xff\xff\xff\xff.", "cut off")]
    [InlineData("\x80\x09].", "protocol 9")]
    [InlineData("](K\x01K\x02u.", "takes none")]
    [InlineData("}(K\x01K\x02u.", "no text")]
    [InlineData("}(\x8c\x01" + "aK\x02\x8c\x01" + "aK\x02u.", "twice")]
    [InlineData("}(\x8c\x01" + "au.", "takes none")]
    [InlineData("e.", "mark")]
    [InlineData("(e.", "too few")]
    [InlineData("h\x00.", "never remembered")]
    [InlineData("\x94.", "too few")]
    [InlineData("K\x01R.", "no tuple")]
    [InlineData("K\x01)R.", "no name")]
    [InlineData("I1\n.", "opcode 0x49")]
    [InlineData("\x8c\x01\xff.", "UTF-8")]
    [InlineData("cdatetime", "without an end")]
    [InlineData("cdatetime\ndatetime\n)R.", "do not suit")]
    [InlineData("cdatetime\ndatetime\nC\x0a\x07\xe8\x0d\x01\x00\x00\x00\x00\x00\x00\x85R.", "calendar")]
    [InlineData("cnumpy\nfrombuffer\nC\x03" + "abc\x8c\x03<i8\x86R.", "within an element")]
    [InlineData("cnumpy\nfrombuffer\nC\x03" + "abc\x8c\x03<U4\x86R.", "element type")]
    [InlineData("cpandas\nDataFrame\n}\x8c\x01" + "a](K\x01" + "escnumpy\nfrombuffer\nC\x08\0\0\0\0\0\0\0\0\x8c\x03<i8\x86R\x86R.", "texts")]
    [InlineData("cpandas\nDataFrame\n}\x8c\x01" + "a]scnumpy\nfrombuffer\nC\x08\0\0\0\0\0\0\0\0\x8c\x03<i8\x86R\x86R.", "column has 0 rows")]
    public void What_is_damaged_is_told(string pickle, string told) =>
        Should.Throw<PickleException>(() => PickleReader.ReadFrame(Bytes(pickle))).Message.ShouldContain(told);

    [Fact]
    public void Sizes_are_bounded()
    {
        Refused(new string(']', 100) + ".", new PickleLimits { MaxItems = 99 }).ShouldContain("99 values");
        Refused(new string('(', 100) + ".", new PickleLimits()).ShouldContain("nested deeper than 32");
        Refused("]" + new string('\x94', 100) + ".", new PickleLimits { MaxRemembered = 99 }).ShouldContain("remembers more than 99");
        Refused("].", new PickleLimits { MaxBytes = 3 }).ShouldContain("at most 3");
        Refused("cpandas\nDataFrame\nNN](\x8c\x01" + "a\x8c\x01" + "be\x87R.", new PickleLimits { MaxColumns = 1 }).ShouldContain("1 columns");
    }

    [Fact]
    public void An_array_that_stands_once_cannot_fill_the_memory_as_many_columns()
    {
        // A mapping of 101 columns, all of them the array that the first one remembers; it is the labels, too.
        var columns = Enumerable.Range(0, 100).SelectMany(i => Bytes($"\x8c\x03{i:000}h\0")[2..]).ToArray();
        byte[] bomb =
        [
            .. Header, .. Bytes("cpandas\nDataFrame\n}(\x8c\x01xcnumpy\nfrombuffer\nB")[2..], .. BitConverter.GetBytes(8 * 100_000), .. new byte[8 * 100_000],
            .. Bytes("\x8c\x03<i8\x86R\x94")[2..], .. columns, .. Bytes("uh\0\x86R.")[2..],
        ];
        Should.Throw<PickleException>(() => PickleReader.ReadFrame(bomb)).Message.ShouldContain("cells");
    }

    [Fact]
    public void A_second_frame_is_refused()
    {
        const string Frame = "cpandas\nDataFrame\nNN]\x87R";
        PickleReader.ReadFrame(Bytes(Frame + ".")).RowCount.ShouldBe(0);
        Should.Throw<PickleException>(() => PickleReader.ReadFrame(Bytes(Frame + Frame + "."))).Message.ShouldContain("second frame");
    }

    [Fact]
    public void A_list_within_itself_does_no_harm() =>
        Should.Throw<PickleException>(() => PickleReader.ReadTexts(Bytes("]\x94h\0a."))).Message.ShouldContain("other than texts");

    [Fact]
    public void A_column_is_asked_for_by_name_and_type()
    {
        var frame = PickleReader.ReadFrame(PickleVectors.Load("evt car vsp").Portable);
        frame.Values<string?>("classname")[2].ShouldBe("R-to-L");
        frame.Values<long?>("rect_x1").ShouldBe([480, 360, 300]);
        Should.Throw<PickleException>(() => frame.Values<long>("rect_x1")).Message.ShouldContain("Int64");
        Should.Throw<PickleException>(() => frame.Values<long>("rect")).Message.ShouldContain("no column 'rect'");
    }

    [Fact]
    public void Times_outside_of_whole_microseconds_and_missing_ones()
    {
        var time = new byte[24];
        BitConverter.TryWriteBytes(time, -1L);
        BitConverter.TryWriteBytes(time.AsSpan(8), long.MinValue);
        BitConverter.TryWriteBytes(time.AsSpan(16), long.MaxValue);
        byte[] pickle =
        [
            .. Bytes("cpandas\nDataFrame\n}\x8c\x01tcnumpy\nfrombuffer\nC\x18"), .. time, .. Bytes("\x8c\x07<M8[ns]\x86Rscnumpy\nfrombuffer\nC\x18")[2..], .. time,
            .. Bytes("\x8c\x03<i8\x86R\x86R.")[2..],
        ];
        PickleReader.ReadFrame(pickle).Values<DateTime?>("t").ShouldBe([DateTime.UnixEpoch.AddTicks(-1), null, DateTime.UnixEpoch.AddTicks(long.MaxValue / 100)]);
    }

    [Fact]
    public void Any_bytes_bring_a_value_or_the_readers_own_exception()
    {
        var pickles = PickleVectors.Pickles();
        var random = new Random(20240501);
        var limits = new PickleLimits { MaxItems = 20_000 };
        var read = 0;
        for (var round = 0; round < Fuzzing.Rounds(brief: 20_000, full: 1_000_000); round++)
        {
            var pickle = (byte[])pickles[random.Next(pickles.Length)].Clone();
            for (var i = random.Next(1, 6); i > 0; i--) pickle[random.Next(pickle.Length)] = (byte)random.Next(256);
            var cut = random.Next(10) == 0 ? pickle[..random.Next(pickle.Length)] : pickle;
            try
            {
                _ = (round % 3) switch
                {
                    0 => PickleReader.ReadTexts(cut, limits).Count,
                    1 => PickleReader.ReadTimes(cut, limits).Count,
                    _ => PickleReader.ReadFrame(cut, limits).RowCount,
                };
                read++;
            }
            catch (PickleException)
            {
                // What it is for.
            }
        }

        read.ShouldBeGreaterThan(0);
    }

    private static string Refused(string pickle, PickleLimits limits) =>
        Should.Throw<PickleException>(() => PickleReader.ReadFrame(Bytes(pickle), limits)).Message;

    private static byte[] Bytes(string latin1) => [.. Header, .. Encoding.Latin1.GetBytes(latin1)];

    private static string[] Texts(JsonElement list) => [.. list.EnumerateArray().Select(t => t.GetString()!)];

    /// <summary>A value as the vectors write it: times as ISO text with nanoseconds, spans as nanoseconds, missing as null.</summary>
    private static string Written(PickledColumn column, int row) => column switch
    {
        PickledColumn<string?> texts => texts.Values[row] ?? "",
        PickledColumn<long> integers => $"{integers.Values[row]}",
        PickledColumn<long?> integers => $"{integers.Values[row]}",
        PickledColumn<double> reals => double.IsNaN(reals.Values[row]) ? "" : $"{reals.Values[row]:0.0}",
        PickledColumn<DateTime?> times => $"{times.Values[row]:yyyy-MM-ddTHH:mm:ss.fffffff}00",
        PickledColumn<TimeSpan?> spans => $"{spans.Values[row]?.Ticks * 100}",
        _ => throw new InvalidOperationException(column.DType),
    };
}

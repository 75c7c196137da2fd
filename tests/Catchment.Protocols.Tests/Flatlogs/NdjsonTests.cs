using System.Buffers;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Catchment.Protocols.Flatlogs;
using Catchment.Protocols.Flatlogs.Ndjson;

namespace Catchment.Protocols.Tests.Flatlogs;

/// <summary>Files of Python devices: lines, rows, torn ends, bytes of any kind. Source: telemetry 9, 12 (D10, D11).</summary>
public sealed class NdjsonTests
{
    [Theory]
    [MemberData(nameof(FlatlogVectors.Ndjson), MemberType = typeof(FlatlogVectors))]
    public void The_rows_are_those_that_have_to_be_stored(string file)
    {
        var rows = new SortedDictionary<long, (string, string?)>();
        var decoder = new NdjsonDecoder();
        using var text = new GZipStream(new MemoryStream(FlatlogVectors.Bytes("ndjson", file)), CompressionMode.Decompress);
        using var reader = new NdjsonReader(text);
        var step = reader.Read();
        for (; step is NdjsonStep.Line or NdjsonStep.Incomplete; step = reader.Read())
        {
            var message = new ArrayBufferWriter<byte>();
            if (decoder.Decode(reader.Line, message, out var row) == NdjsonFault.None)
                rows.TryAdd(row.Microseconds, (row.EventCode, Encoding.UTF8.GetString(message.WrittenSpan)));
            if (step == NdjsonStep.Incomplete)
                break;
        }

        rows.Select(r => (FlatlogVectors.Text(FlatlogTime.ToDateTime(r.Key)), r.Value.Item1, r.Value.Item2)).ShouldBe(FlatlogVectors.Rows("ndjson", file));
        step.ShouldBe(file[..file.IndexOf('_', StringComparison.Ordinal)] switch
        {
            "torn" => NdjsonStep.Damaged,
            "halfline" or "maggieo" => NdjsonStep.Incomplete,
            _ => NdjsonStep.End,
        });
    }

    [Theory]
    [InlineData("""{"b": 1, "aa": 2, "a": [1 , 2.50, {}], "b": {"y": null, "x": [ ]}}""", """{"a": [1, 2.5, {}], "b": {"x": [], "y": null}, "aa": 2}""")]
    [InlineData(""" "\u00e9\ud83d\udd2d\/\u0007\u001F\n\"" """, """ "é🔭/\u0007\u001f\n\"" """)]
    [InlineData("0", "0")]
    [InlineData("-0", "0")]
    [InlineData("-0.0", "0.0")]
    [InlineData("-0.00", "0.0")]
    [InlineData("0.000", "0.0")]
    [InlineData("1e-7", "0.0000001")]
    [InlineData("-1.5E+3", "-1500.0")]
    [InlineData("123456789012345.60", "123456789012345.6")]
    [InlineData("1e15", "1000000000000000.0")]
    [InlineData("9007199254740993.0", "9007199254740992.0")]
    [InlineData("1e16", "10000000000000000")]
    [InlineData("-9223372036854775808", "-9223372036854775808")]
    [InlineData("-9223372036854775809", "-9223372036854776000")]
    [InlineData("1e-400", "0.0")]
    [InlineData("-1e400", "null")]
    [InlineData("[true,false,null,NaN,-Infinity,inf,-nan]", "[true, false, null, null, null, null, null]")]
    public void A_message_is_spelled_as_jsonb_shows_it(string written, string stored)
    {
        Decode($$"""{"ts":"2024-05-01T00:00:00","ec":"t","msg":{{written}}}""", out var message, out var row).ShouldBe(NdjsonFault.None);

        message.ShouldBe(stored.Trim());
        row.IsRepaired.ShouldBeFalse();
    }

    [Theory]
    [InlineData(@"""a\u0000b""", "\"a\uFFFDb\"")]
    [InlineData(@"""\ud800""", "\"\uFFFD\"")]
    [InlineData(@"""\ud800\u0041\udc00""", "\"\uFFFDA\uFFFD\"")]
    [InlineData(@"{""\u0000"": 1}", "{\"\uFFFD\": 1}")]
    public void What_cannot_be_stored_is_repaired(string written, string stored)
    {
        Decode($$"""{"ts":"2024-05-01T00:00:00","ec":"t","msg":{{written}}}""", out var message, out var row).ShouldBe(NdjsonFault.None);

        message.ShouldBe(stored);
        row.IsRepaired.ShouldBeTrue();
    }

    [Theory]
    [InlineData("", NdjsonFault.Blank)]
    [InlineData(" \t\r", NdjsonFault.Blank)]
    [InlineData("{", NdjsonFault.NotJson)]
    [InlineData("[1]", NdjsonFault.NotAnObject)]
    [InlineData("nul", NdjsonFault.NotJson)]
    [InlineData("""{"ts":"2024-05-01","ec":"t","msg":1} x""", NdjsonFault.NotJson)]
    [InlineData("""{"ts":"2024-05-01","ec":"t","msg":01}""", NdjsonFault.NotJson)]
    [InlineData("""{"ts":"2024-05-01","ec":"t","msg":1.}""", NdjsonFault.NotJson)]
    [InlineData("""{"ts":"2024-05-01","ec":"t","msg":"\x"}""", NdjsonFault.NotJson)]
    [InlineData("""{"ts":"2024-05-01","ec":"t","msg":[1,]}""", NdjsonFault.NotJson)]
    [InlineData("{\"ts\":\"2024-05-01\",\"ec\":\"t\",\"msg\":\"a\tb\"}", NdjsonFault.NotJson)]
    [InlineData("""{"ec":"t","msg":1}""", NdjsonFault.NoTime)]
    [InlineData("""{"ts":"2024-05-01","ts":5,"ec":"t","msg":1}""", NdjsonFault.NoTime)]
    [InlineData("""{"ts":"2024-05-32","ec":"t","msg":1}""", NdjsonFault.UnreadableTime)]
    [InlineData("""{"ts":"2024-05-01","msg":1}""", NdjsonFault.NoEventCode)]
    [InlineData("""{"ts":"2024-05-01","ec":["t"],"msg":1}""", NdjsonFault.NoEventCode)]
    [InlineData("""{"ts":"2024-05-01","ec":"a_name_of_21_character","msg":1}""", NdjsonFault.LongEventCode)]
    [InlineData("""{"ts":"2024-05-01","ec":"t"}""", NdjsonFault.NoMessage)]
    public void A_line_that_is_no_entry_says_why(string line, NdjsonFault fault)
    {
        Decode(line, out var message, out _).ShouldBe(fault);
        message.ShouldBeEmpty();
    }

    [Fact]
    public void The_last_of_equal_keys_counts_wherever_it_stands()
    {
        Decode("""{"msg":{"a":1},"\u0074s":"x","ec":"one","ts":"2024-05-01T01","ts":"1970-01-01T00:00:01000","msg":{"a":1,"b":2,"a":3},"ec":"two"}""", out var message, out var row).ShouldBe(NdjsonFault.None);

        message.ShouldBe("""{"a": 3, "b": 2}""");
        row.ShouldBe(new FlatlogRow(FlatlogTime.Second, "two", false));
    }

    [Fact]
    public void Nesting_and_written_out_numbers_are_bounded()
    {
        Decode($$"""{"ts":"2024-05-01","ec":"t","msg":{{new string('[', 1_000_000)}}""", out _, out _).ShouldBe(NdjsonFault.TooDeep);
        var numbers = string.Join(',', Enumerable.Repeat("1e300", 300_000));
        Decode($$"""{"ts":"2024-05-01","ec":"t","msg":[{{numbers}}]}""", out _, out _).ShouldBe(NdjsonFault.Inflated);
    }

    [Fact]
    public void Many_members_come_into_their_order_and_reading_a_line_allocates_nothing()
    {
        var members = Enumerable.Range(0, 500).Select(i => $"\"{i * 7919 % 250}\": {i}").ToArray();
        Decode($$"""{"ts":"2024-05-01","ec":"t","msg":{ {{string.Join(',', members)}} } }""", out var stored, out _).ShouldBe(NdjsonFault.None);
        var last = Enumerable.Range(0, 500).GroupBy(i => i * 7919 % 250, (key, all) => (Key: $"{key}", Value: all.Last())).OrderBy(m => m.Key.Length).ThenBy(m => m.Key, StringComparer.Ordinal);
        stored.ShouldBe($"{{{string.Join(", ", last.Select(m => $"\"{m.Key}\": {m.Value}"))}}}");

        var decoder = new NdjsonDecoder();
        var message = new ArrayBufferWriter<byte>(4096);
        var line = """{"ts": "2024-05-01T00:00:00.5", "ec": "telem_indi_set", "msg": {"name": "t\u00e9", "a": [1, 2.5, {"z": 1e-3, "b": null}]}}"""u8.ToArray();
        Allocations.Of(() =>
        {
            message.ResetWrittenCount();
            decoder.Decode(line, message, out _);
        }).ShouldBe(0);
    }

    [Fact]
    public void A_gzip_that_ends_early_is_told_also_where_a_line_or_a_member_ends()
    {
        using var whole = new MemoryStream();
        Member(whole, "one\n"u8);
        var memberEnd = (int)whole.Length;
        Member(whole, "two\n"u8);
        var bytes = whole.ToArray();
        for (var length = 0; length <= bytes.Length; length++)
        {
            using var reader = new NdjsonReader(new GZipStream(new MemoryStream(bytes, 0, length), CompressionMode.Decompress));
            NdjsonStep step;
            var lines = 0;
            for (step = reader.Read(); step == NdjsonStep.Line; step = reader.Read())
                lines++;
            step.ShouldBe(length == 0 || length == memberEnd || length == bytes.Length ? NdjsonStep.End : NdjsonStep.Damaged, $"{length} of {bytes.Length}");
            if (length == bytes.Length)
                lines.ShouldBe(2);
        }

        static void Member(MemoryStream file, ReadOnlySpan<byte> text)
        {
            using var gzip = new GZipStream(file, CompressionLevel.Fastest, leaveOpen: true);
            gzip.Write(text);
        }
    }

    [Fact]
    public void Lines_are_found_in_pieces_of_any_size_and_long_ones_are_passed_over()
    {
        var text = Encoding.UTF8.GetBytes($"one\n\n{new string('x', 300_000)}\ntwo\r\n{new string('y', 100)}\nthree");
        foreach (var piece in new[] { 1, 7, 65_536, 1_000_000 })
        {
            using var reader = new NdjsonReader(new PieceStream(text, piece), maxLineLength: 99);
            var seen = new List<string>();
            NdjsonStep step;
            while ((step = reader.Read()) is NdjsonStep.Line or NdjsonStep.Oversized)
                seen.Add($"{step} {Encoding.UTF8.GetString(reader.Line).TrimEnd()}");

            seen.ShouldBe(["Line one", "Line ", "Oversized ", "Line two", "Oversized "]);
            step.ShouldBe(NdjsonStep.Incomplete);
            Encoding.UTF8.GetString(reader.Line).ShouldBe("three");
            reader.Position.ShouldBe(text.Length - 5);
            reader.IsOversized.ShouldBeFalse();

            using var cut = new NdjsonReader(new PieceStream(text[..200_000], piece), maxLineLength: 99);
            do
                step = cut.Read();
            while (step == NdjsonStep.Line);
            (cut.IsOversized, cut.Line.Length).ShouldBe((true, 0));
        }
    }

    [Fact]
    public void A_file_that_grows_is_read_on()
    {
        var text = new GrowingStream();
        using var reader = new NdjsonReader(text);
        reader.Read().ShouldBe(NdjsonStep.End);
        text.Append("fir"u8);
        reader.Read().ShouldBe(NdjsonStep.Incomplete);
        text.Append("st\nsec"u8);
        reader.Read().ShouldBe(NdjsonStep.Line);
        Encoding.UTF8.GetString(reader.Line).ShouldBe("first");
        reader.Read().ShouldBe(NdjsonStep.Incomplete);
        reader.Position.ShouldBe(6);
        text.Append("ond\n"u8);
        reader.Read().ShouldBe(NdjsonStep.Line);
        Encoding.UTF8.GetString(reader.Line).ShouldBe("second");
        reader.Read().ShouldBe(NdjsonStep.End);
    }

    [Fact]
    public void Any_line_is_a_row_or_says_why_it_is_none()
    {
        string[] seeds =
        [
            """{"ts": "2024-05-01T10:11:12.131415000", "prio": "TELM", "ec": "telem_indi_set", "msg": {"device": "labrules", "elements": {"status": {"value": "fine", "label": null}, "count": {"value": 3.0}}}}""",
            """{"ts": "2024-05-02T00:00:00.000002", "ec": "t", "msg": {"a": 18446744073709551615,"d": 1e400,"e": 1.0,"f": 1E2,"h": 0.1000000000000000055,"k": -0.0,"n": NaN,"i": -Infinity}}""",
            """{"ts": "2024-05-01T10:11:18.123456789", "ec": "status", "msg": {"\u00e9": "日本 \ud83d\udd2d", "esc": "a\"b\\c\n", "dup": [1, 2.5, true], "dup": {}}}""",
        ];
        const string Marks = "{}[]\",:\\u0e-+.9nN\u00e9 \t";
        var random = new Random(20_240_502);
        var decoder = new NdjsonDecoder();
        var message = new ArrayBufferWriter<byte>();
        var rows = 0;
        for (var round = Fuzzing.Rounds(30_000, 1_000_000); round > 0; round--)
        {
            var line = Encoding.UTF8.GetBytes(seeds[random.Next(seeds.Length)]);
            for (var change = random.Next(4); change > 0; change--)
                line[random.Next(line.Length)] = random.Next(3) == 0 ? (byte)random.Next(256) : (byte)Marks[random.Next(Marks.Length)];
            message.ResetWrittenCount();
            if (decoder.Decode(line.AsSpan(0, random.Next(8) == 0 ? random.Next(line.Length) : line.Length), message, out var row) != NdjsonFault.None)
            {
                message.WrittenCount.ShouldBe(0);
                continue;
            }

            rows++;
            row.EventCode.Length.ShouldBeLessThanOrEqualTo(2 * FlatlogType.MostNameLength);
            using (JsonDocument.Parse(message.WrittenMemory))
            {
                // It is JSON, and once more through the decoder it stays as it is.
                Decode($$"""{"ts":"2024-05-01","ec":"t","msg":{{Encoding.UTF8.GetString(message.WrittenSpan)}}}""", out var again, out _).ShouldBe(NdjsonFault.None);
                again.ShouldBe(Encoding.UTF8.GetString(message.WrittenSpan));
            }
        }

        rows.ShouldBeGreaterThan(1000);
    }

    private static NdjsonFault Decode(string line, out string message, out FlatlogRow row)
    {
        var text = new ArrayBufferWriter<byte>();
        var fault = new NdjsonDecoder().Decode(Encoding.UTF8.GetBytes(line), text, out row);
        message = Encoding.UTF8.GetString(text.WrittenSpan);
        return fault;
    }
}

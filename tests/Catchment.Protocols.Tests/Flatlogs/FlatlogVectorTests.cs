using System.Buffers;
using System.Text;
using Catchment.Protocols.Flatlogs;

namespace Catchment.Protocols.Tests.Flatlogs;

/// <summary>Every file of the vectors: its entries, their lines, their rows. Source: telemetry 7, 8.4, 9.</summary>
public sealed class FlatlogVectorTests
{
    [Theory]
    [MemberData(nameof(FlatlogVectors.Flatlogs), MemberType = typeof(FlatlogVectors))]
    public void The_lines_are_those_of_the_dump_tool(string file)
    {
        var dump = new FlatlogDump(FlatlogTypeTable.BuiltIn);
        var lines = new ArrayBufferWriter<byte>();
        using var reader = new FlatlogReader(new MemoryStream(FlatlogVectors.Bytes("bintel", file)));

        while (reader.Read() == FlatlogStep.Entry)
            dump.Write(reader.Entry, lines);

        Encoding.UTF8.GetString(lines.WrittenSpan).ShouldBe(FlatlogVectors.Lines(file));
    }

    [Theory]
    [MemberData(nameof(FlatlogVectors.Flatlogs), MemberType = typeof(FlatlogVectors))]
    public void The_entries_and_the_tail_are_those_of_the_manifest(string file)
    {
        var manifest = FlatlogVectors.Manifest("bintel").Single(f => f.GetProperty("file").GetString() == file);
        var bytes = FlatlogVectors.Bytes("bintel", file);
        var reader = new FlatlogSpanReader(bytes);
        using var streamed = new FlatlogReader(new MemoryStream(bytes));
        foreach (var expected in manifest.GetProperty("entries").EnumerateArray())
        {
            reader.Read().ShouldBe(FlatlogStep.Entry);
            streamed.Read().ShouldBe(FlatlogStep.Entry);
            var entry = reader.Entry;

            entry.Offset.ShouldBe(expected.GetProperty("offset").GetInt64());
            entry.Header.Length.ShouldBe(expected.GetProperty("header").GetInt32());
            entry.Message.Length.ShouldBe(expected.GetProperty("message").GetInt32());
            entry.Header.Priority.ShouldBe(expected.GetProperty("priority").GetSByte());
            entry.Header.Code.ShouldBe(expected.GetProperty("code").GetUInt16());
            var type = FlatlogTypeTable.BuiltIn.Find(entry.Header.Code);
            type?.Name.ShouldBe(expected.GetProperty("name").GetString());
            (type is not null && FlatlogVerifier.Verify(type, entry.Message) == FlatlogFault.None).ShouldBe(expected.GetProperty("decodes").GetBoolean());
            streamed.Entry.Header.ShouldBe(entry.Header);
            streamed.Entry.Offset.ShouldBe(entry.Offset);
            streamed.Entry.Message.SequenceEqual(entry.Message).ShouldBeTrue();
        }

        var tail = manifest.GetProperty("tail");
        var isTorn = tail.ValueKind == System.Text.Json.JsonValueKind.Object;
        reader.Read().ShouldBe(isTorn ? FlatlogStep.Incomplete : FlatlogStep.End);
        streamed.Read().ShouldBe(isTorn ? FlatlogStep.Incomplete : FlatlogStep.End);
        streamed.Position.ShouldBe(isTorn ? tail.GetProperty("offset").GetInt64() : bytes.Length);
        streamed.TailLength.ShouldBe(isTorn ? tail.GetProperty("bytes").GetInt64() : 0);
        reader.Position.ShouldBe(streamed.Position);
    }

    [Theory]
    [MemberData(nameof(FlatlogVectors.Flatlogs), MemberType = typeof(FlatlogVectors))]
    public void The_rows_are_those_that_have_to_be_stored(string file)
    {
        var rows = new SortedDictionary<long, (string EventCode, string? Message)>();
        var reader = new FlatlogSpanReader(FlatlogVectors.Bytes("bintel", file));
        while (reader.Read() == FlatlogStep.Entry)
        {
            var message = new ArrayBufferWriter<byte>();
            if (FlatlogRow.Write(FlatlogTypeTable.BuiltIn, reader.Entry, message, out var row) == FlatlogFault.None)
                rows.TryAdd(row.Microseconds, (row.EventCode, row.IsRepaired ? null : Encoding.UTF8.GetString(message.WrittenSpan)));
        }

        rows.Select(r => (FlatlogVectors.Text(FlatlogTime.ToDateTime(r.Key)), r.Value.EventCode, r.Value.Message)).ShouldBe(FlatlogVectors.Rows("bintel", file));
    }

    [Fact]
    public void The_names_of_files_are_taken_apart()
    {
        foreach (var expected in FlatlogVectors.Json("filenames.json").EnumerateArray())
        {
            var name = FlatlogName.Parse(expected.GetProperty("name").GetString()!);

            name.Device.ShouldBe(expected.GetProperty("device").GetString(), expected.ToString());
            name.IsWellFormed.ShouldBe(expected.GetProperty("well_formed").GetBoolean(), expected.ToString());
            (name.StartMicroseconds is { } start ? FlatlogVectors.Text(FlatlogTime.ToDateTime(start)) : null).ShouldBe(expected.GetProperty("required_time").GetString(), expected.ToString());
        }
    }

    [Fact]
    public void The_times_of_entries_are_read()
    {
        foreach (var expected in FlatlogVectors.Json("timestamps.json").EnumerateArray())
        {
            var text = expected.GetProperty("text").GetString()!;
            var utc = text == "2024-04-15T22:30:50000" ? "2024-04-15T22:30:50.000000Z" : expected.GetProperty("utc").GetString(); // D11

            FlatlogTime.TryParse(text, out var microseconds).ShouldBe(utc is not null, text);
            if (utc is not null)
                FlatlogVectors.Text(FlatlogTime.ToDateTime(microseconds)).ShouldBe(utc, text);
        }
    }
}

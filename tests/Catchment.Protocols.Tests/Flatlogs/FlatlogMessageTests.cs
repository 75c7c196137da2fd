using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Catchment.Protocols.Flatlogs;
using Catchment.Protocols.Flatlogs.Schemas;

namespace Catchment.Protocols.Tests.Flatlogs;

/// <summary>Messages of all types with random content: verified, printed, stored; and damaged ones. Source: telemetry 8, 9.</summary>
public sealed partial class FlatlogMessageTests
{
    private static readonly FlatlogTypeTable Types = FlatlogTypeTable.BuiltIn;

    [Fact]
    public void The_row_has_the_values_that_the_printed_line_has()
    {
        var messages = new RandomMessages(new Random(1));
        for (var round = Fuzzing.Rounds(5_000, 500_000); round > 0; round--)
        {
            var entry = Entry(messages.Entry(Types.Types[round % Types.Types.Count]));
            var (line, stored) = (new ArrayBufferWriter<byte>(), new ArrayBufferWriter<byte>());
            FlatlogText.Write(Types, entry, line).ShouldBe(FlatlogFault.None);
            FlatlogRow.Write(Types, entry, stored, out var row).ShouldBe(FlatlogFault.None);

            using var printed = JsonDocument.Parse(NoNumber().Replace(Encoding.UTF8.GetString(line.WrittenSpan), "null"));
            using var message = JsonDocument.Parse(stored.WrittenMemory);
            FlatlogTime.TryParse(printed.RootElement.GetProperty("ts").GetString()!, out var time).ShouldBeTrue();
            row.ShouldBe(new FlatlogRow(time, printed.RootElement.GetProperty("ec").GetString()!, false));
            Same(message.RootElement, printed.RootElement.GetProperty("msg"));
        }
    }

    [Fact]
    public void Broken_strings_are_repaired_in_rows()
    {
        var messages = new RandomMessages(new Random(2)) { WithBrokenStrings = true };
        var repaired = 0;
        for (var round = 3_000; round > 0; round--)
        {
            var message = new ArrayBufferWriter<byte>();
            FlatlogRow.Write(Types, Entry(messages.Entry(Types.Find(20827)!)), message, out var row).ShouldBe(FlatlogFault.None);
            using (JsonDocument.Parse(message.WrittenMemory))
            {
                var text = Encoding.UTF8.GetString(message.WrittenSpan);
                row.IsRepaired.ShouldBe(text.Contains('\uFFFD', StringComparison.Ordinal));
                text.ShouldNotContain("\\u0000");
                repaired += row.IsRepaired ? 1 : 0;
            }
        }

        repaired.ShouldBeGreaterThan(100);
    }

    [Fact]
    public void Reading_an_entry_allocates_nothing()
    {
        var bytes = FlatlogVectors.Bytes("bintel", "everytype_20240903040506123456789.bintel");
        var output = new ArrayBufferWriter<byte>(1 << 20);

        Allocations.Of(() =>
        {
            output.ResetWrittenCount();
            var reader = new FlatlogSpanReader(bytes);
            while (reader.Read() == FlatlogStep.Entry)
            {
                FlatlogRow.Write(Types, reader.Entry, output, out _);
                FlatlogText.Write(Types, reader.Entry, output);
            }
        }).ShouldBe(0);
    }

    [Fact]
    public void Any_bytes_are_refused_or_read_and_never_more_than_them()
    {
        var random = new Random(3);
        var messages = new RandomMessages(random) { WithBrokenStrings = true };
        var vectors = FlatlogVectors.Manifest("bintel").Select(f => FlatlogVectors.Bytes("bintel", f.GetProperty("file").GetString()!)).Where(b => b.Length is > 0 and < 4000).ToArray();
        var output = new ArrayBufferWriter<byte>();
        var taken = 0;
        for (var round = Fuzzing.Rounds(100_000, 5_000_000); round > 0;)
        {
            var bytes = round % 4 == 0 ? (byte[])vectors[random.Next(vectors.Length)].Clone() : messages.Entry(Types.Types[random.Next(Types.Types.Count)]);
            for (var change = random.Next(1, 5); change > 0; change--)
            {
                var at = random.Next(bytes.Length);
                if (random.Next(2) == 0)
                    bytes[at] = (byte)random.Next(256);
                else
                    bytes[at] ^= (byte)(1 << random.Next(8));
            }

            var reader = new FlatlogSpanReader(bytes.AsSpan(0, random.Next(16) == 0 ? random.Next(bytes.Length) : bytes.Length));
            while (reader.Read() == FlatlogStep.Entry)
            {
                round--;
                output.ResetWrittenCount();
                if (FlatlogRow.Write(Types, reader.Entry, output, out _) == FlatlogFault.None)
                {
                    taken++;
                    if (taken % 8 == 0)
                        JsonDocument.Parse(output.WrittenMemory).Dispose();
                }
                else
                {
                    output.WrittenCount.ShouldBe(0);
                }

                output.ResetWrittenCount();
                FlatlogText.Write(Types, reader.Entry, output);
                output.Capacity.ShouldBeLessThan(4 << 20);
            }

            round--;
        }

        taken.ShouldBeGreaterThan(1000);
    }

    [Fact]
    public void A_string_that_is_shared_too_often_is_refused()
    {
        // diskName: thousands of offsets to one string of 100,000 bytes.
        const int Count = 20_000;
        const int Text = 24 + 4 * Count;
        var message = new byte[Text + 4 + 100_000 + 1];
        Convert.FromHexString("0C00000006000800040000000800000004000000").CopyTo(message, 0);
        for (var i = 0; i < Count; i++)
            Put(24 + 4 * i, (uint)(Text - 24 - 4 * i));
        Put(Text, 100_000);
        Put(20, Count);

        FlatlogVerifier.Verify(Types.Find(20827)!, message).ShouldBe(FlatlogFault.Inflated);
        Put(20, 1);
        FlatlogVerifier.Verify(Types.Find(20827)!, message).ShouldBe(FlatlogFault.None);

        void Put(int at, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(message.AsSpan(at), value);
    }

    [Fact]
    public void A_table_that_is_shared_again_and_again_is_refused_at_once()
    {
        // Forty tables, each of which refers to the next one twice: 2^40 of them, if each was followed.
        const int Depth = 40;
        var schema = string.Concat(Enumerable.Range(0, Depth).Select(i => $"table T{i} {{ a:T{i + 1}; b:T{i + 1}; }} ")) + $"table T{Depth} {{ x:int; }} root_type T0;";
        var type = new FlatlogType(1, "deep", new SchemaParser("deep.fbs", schema).Parse().Root());
        var message = new byte[12 + 12 * (Depth + 1)];
        Convert.FromHexString("0C00000008000C0004000800").CopyTo(message, 0);
        for (var i = 0; i <= Depth; i++)
        {
            var table = 12 + 12 * i;
            BinaryPrimitives.WriteInt32LittleEndian(message.AsSpan(table), table - 4);
            if (i == Depth)
                continue;
            BinaryPrimitives.WriteInt32LittleEndian(message.AsSpan(table + 4), 8);
            BinaryPrimitives.WriteInt32LittleEndian(message.AsSpan(table + 8), 4);
        }

        FlatlogVerifier.Verify(type, message).ShouldBe(FlatlogFault.Inflated);
    }

    [Theory]
    [InlineData("0E000000 0000 0600 0800 0400 0A000000 0000803F")] // a table that is not aligned
    [InlineData("00000000 0600 0800 0400 0000 08000000 0000803F")] // no root
    [InlineData("0C000080 0600 0800 0400 0000 08000000 0000803F")] // an offset of 2^31 and more
    [InlineData("0C000000 0600 0800 0400 0000 09000000 0000803F")] // a vtable that is not aligned
    [InlineData("0C000000 0700 0800 0400 0000 08000000 0000803F")] // an odd vtable
    [InlineData("0C000000 1400 0800 0400 0000 08000000 0000803F")] // a vtable of the message's length
    [InlineData("0C000000 0600 0800 0600 0000 08000000 0000803F")] // a field that is not aligned, and reaches over the end
    [InlineData("0C000000 0600 0800 0800 0000 08000000 0000803F")] // a field behind the end
    [InlineData("0C000000 0600 0800 0400 0000 F4FFFFFF 0000803F")] // a vtable behind the end
    [InlineData("0C000000 0600 0800 0400 0000 0D000000 0000803F")] // a vtable before the start
    [InlineData("04000000")] // nothing but the root's offset
    [InlineData("")]
    public void A_message_that_cannot_be_trusted_fails(string hex)
    {
        var message = Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
        FlatlogVerifier.Verify(Types.Find(20065)!, message).ShouldBe(FlatlogFault.Unverified);
    }

    [Fact]
    public void The_smallest_messages_pass()
    {
        var position = Types.Find(20065)!;
        // The root's offset is at once the vtable: of four bytes, with no field.
        FlatlogVerifier.Verify(position, Convert.FromHexString("0400000004000000")).ShouldBe(FlatlogFault.None);
        FlatlogVerifier.Verify(position, Convert.FromHexString("0C000000060008000400000008000000" + "0000803F")).ShouldBe(FlatlogFault.None);
        FlatlogVerifier.Verify(Types.Find(1001)!, []).ShouldBe(FlatlogFault.None);
        FlatlogVerifier.Verify(Types.Find(1001)!, [0]).ShouldBe(FlatlogFault.Unverified);
    }

    [Fact]
    public void Hidden_unknown_and_damaged_entries_say_so()
    {
        var output = new ArrayBufferWriter<byte>();
        FlatlogEntry With(Func<FlatlogHeader, FlatlogHeader> change) => new(change(FlatlogHeader.Create(64, 1001, 5, 0, 0)), default, 0);

        FlatlogRow.Write(Types, With(h => h with { Priority = 127 }), output, out _).ShouldBe(FlatlogFault.Hidden);
        FlatlogText.Write(Types, With(h => h with { Priority = 127 }), output).ShouldBe(FlatlogFault.Hidden);
        FlatlogRow.Write(Types, With(h => h with { Code = 7 }), output, out _).ShouldBe(FlatlogFault.UnknownCode);
        FlatlogRow.Write(Types, With(h => h with { Nanoseconds = 1_000_000_000 }), output, out _).ShouldBe(FlatlogFault.DamagedTime);
        output.WrittenCount.ShouldBe(0);
        FlatlogText.Write(Types, With(h => h with { Nanoseconds = 1_000_000_000 }), output).ShouldBe(FlatlogFault.None);
        Encoding.UTF8.GetString(output.WrittenSpan).ShouldBe("""{"ts": "1970-01-01T00:00:05.100000000", "prio": "TELM", "ec": "loop_closed", "msg": {}}""");
    }

    private static FlatlogEntry Entry(byte[] bytes)
    {
        var reader = new FlatlogSpanReader(bytes);
        reader.Read().ShouldBe(FlatlogStep.Entry);
        return reader.Entry;
    }

    private static void Same(JsonElement stored, JsonElement printed)
    {
        stored.ValueKind.ShouldBe(printed.ValueKind);
        switch (printed.ValueKind)
        {
            case JsonValueKind.Object:
                var names = printed.EnumerateObject().Select(p => p.Name).ToArray();
                stored.EnumerateObject().Select(p => p.Name).ShouldBe(names.OrderBy(n => n.Length).ThenBy(n => n, StringComparer.Ordinal));
                foreach (var name in names)
                    Same(stored.GetProperty(name), printed.GetProperty(name));
                break;
            case JsonValueKind.Array:
                stored.GetArrayLength().ShouldBe(printed.GetArrayLength());
                foreach (var (one, other) in stored.EnumerateArray().Zip(printed.EnumerateArray()))
                    Same(one, other);
                break;
            case JsonValueKind.Number when printed.GetRawText().Contains('.', StringComparison.Ordinal):
                double.Parse(stored.GetRawText(), CultureInfo.InvariantCulture).ShouldBe(double.Parse(printed.GetRawText(), CultureInfo.InvariantCulture) + 0.0);
                stored.GetRawText().ShouldNotBe("-0.0");
                break;
            case JsonValueKind.String:
                stored.GetString().ShouldBe(printed.GetString());
                break;
            default:
                stored.GetRawText().ShouldBe(printed.GetRawText());
                break;
        }
    }

    [GeneratedRegex("""(?<=[\[,:] ?)-?(nan|inf)(?=[,\]}])""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NoNumber();
}

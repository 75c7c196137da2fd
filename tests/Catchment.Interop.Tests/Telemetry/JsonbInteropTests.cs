using System.Buffers;
using System.Text;
using Catchment.Protocols.Flatlogs;
using Catchment.Protocols.Flatlogs.Ndjson;
using Catchment.Protocols.Tests.Flatlogs;
using Npgsql;

namespace Catchment.Interop.Tests.Telemetry;

/// <summary>The text of a message that is stored is the text that PostgreSQL shows of it, so that every database holds the same.</summary>
public sealed class JsonbInteropTests
{
    private static readonly int Count = Environment.GetEnvironmentVariable("CATCHMENT_TEST_FULL") is "1" ? 500_000 : 5_000;

    [Fact]
    public void Messages_of_devices_are_spelled_as_jsonb_shows_them()
    {
        var types = FlatlogTypeTable.BuiltIn;
        var messages = new RandomMessages(new Random(7)) { WithBrokenStrings = true };
        ShouldStay(Enumerable.Range(0, Count).Select(i =>
        {
            var reader = new FlatlogSpanReader(messages.Entry(types.Types[i % types.Types.Count]));
            reader.Read().ShouldBe(FlatlogStep.Entry);
            var text = new ArrayBufferWriter<byte>();
            FlatlogRow.Write(types, reader.Entry, text, out _).ShouldBe(FlatlogFault.None);
            return Encoding.UTF8.GetString(text.WrittenSpan);
        }));
    }

    [Fact]
    public void Messages_of_Python_devices_are_spelled_as_jsonb_shows_them()
    {
        string[] values = ["1", "-0", "1e5", "12.50", "1e-7", "1E+22", "123456789012345678901", "-1.5e-300", "NaN", "\"\\u00e9\\ud83d\\udd2d\\n\\u0001\\/\"", "\"\\u0000\\ud800\"", "null", "true", "[]", "{}"];
        string[] keys = ["a", "b", "ab", "é", "\\u00e9", "z\\n", "\\u0000", ""];
        var random = new Random(8);
        var decoder = new NdjsonDecoder();
        ShouldStay(Enumerable.Range(0, Count).Select(_ =>
        {
            var text = new ArrayBufferWriter<byte>();
            var line = $$"""{"ts": "2024-05-01", "ec": "t", "msg": {{Value(4)}}}""";
            decoder.Decode(Encoding.UTF8.GetBytes(line), text, out var _).ShouldBe(NdjsonFault.None, line);
            return Encoding.UTF8.GetString(text.WrittenSpan);
        }));

        string Value(int depth) => random.Next(depth == 0 ? 1 : 4) switch
        {
            0 => values[random.Next(values.Length)],
            1 => $"[{string.Join(',', Enumerable.Range(0, random.Next(4)).Select(_ => Value(depth - 1)))}]",
            _ => $"{{{string.Join(", ", Enumerable.Range(0, random.Next(6)).Select(_ => $"\"{keys[random.Next(keys.Length)]}{keys[random.Next(keys.Length)]}\": {Value(depth - 1)}"))}}}",
        };
    }

    private static void ShouldStay(IEnumerable<string> texts)
    {
        using var connection = new NpgsqlConnection($"Host=127.0.0.1;Port={PostgresServer.Shared.Port};Username={PostgresServer.Superuser};Database=postgres");
        connection.Open();
        using var command = new NpgsqlCommand("SELECT t || ' is ' || t::jsonb::text FROM unnest($1) AS t WHERE t::jsonb::text <> t LIMIT 1", connection);
        var parameter = new NpgsqlParameter<string[]>();
        command.Parameters.Add(parameter);
        foreach (var chunk in texts.Chunk(5_000))
        {
            parameter.TypedValue = chunk;
            command.ExecuteScalar().ShouldBeNull();
        }
    }
}

using System.Text;
using System.Text.Json;
using Catchment.Core.Diagnostics;
using Catchment.Tags.Gateway;
using Catchment.Tags.Ipc;
using Catchment.Tags.Store;
using Microsoft.Extensions.Logging.Abstractions;

namespace Catchment.Tags.Tests.Ipc;

public sealed class IpcFuzzTests
{
    private static readonly string[] Seeds =
    [
        """{"action":"write","key":"k1","value":28.7}""",
        """{"action":"write","key":"Übertemp °C","value":[1,{"a":"b\u00e9"}],"timestamp":1700000000.5,"quality":"BAD","rid":"a"}""",
        """{"action":"bulk_write","brief":true,"source":"sync","updates":[{"key":"k1","value":1},{"key":"k2","value":"x","timestamp":3},7]}""",
        """{"action":"bulk_write_by_id","updates":[{"id":"00000000000000000000000000000000","value":NaN},{"id":null}]}""",
        """{"action":"read","keys":["k1","none"]}""",
        """{"action":"subscribe","prefixes":["k"],"interval_ms":10}""",
        """{"action":"register","key":"r","data_type":"int","default":-Infinity,"address":12}""",
        """{"action":"unsubscribe","subscription":1}""",
        """{"action":"bulk_write","rid":"\ud83d\ude00","updates":[{"key":"k\ud83d\ude00","value":{"\ud83d\ude00":"\ud83d\ude00"},"quality":"\u0047OOD"}]}""",
        """{"\u0061ction":"read","keys":["k1","\ud83d\ude00"],"rid":["ü\ud83d\ude00"]}""",
        """{"action":"read","prefixes":["\ud83d\ude00"]}""",
        """{"action":"register","key":"\ud83d\ude00","units":"\ud83d\ude00","limits":{"low":1}}""",
    ];

    [Fact]
    public void Any_line_is_answered_with_one_line_of_JSON()
    {
        var rounds = Environment.GetEnvironmentVariable("CATCHMENT_TEST_FULL") is "1" ? 1_000_000 : 30_000;
        using var node = new NodeMetrics(TimeProvider.System, "1");
        var store = new TagStore(new TagStoreSettings { MaxPoints = 500, HistorySize = 10 }, TimeProvider.System, null, NullLogger.Instance);
        var sink = new Sink();
        var output = new IpcOutput(sink);
        using var session = new IpcSession(
            new IpcRoom { Store = store, Metrics = new GatewayMetrics(node), Time = TimeProvider.System, Logger = NullLogger.Instance, Version = "1", MaxLineBytes = 1 << 20 }, output);
        var random = new Random(20260301);
        for (var round = 0; round < rounds; round++)
        {
            var line = Mutated(random);
            lock (output.Gate)
            {
                sink.Bytes.SetLength(0);
                session.Answer(line);
                output.Flush();
                Check(sink.Bytes.ToArray(), line, round);
            }
        }

        foreach (var point in store.Points)
            (point.Read().Value is { Kind: TagValueKind.Number } value && !double.IsFinite(value.AsNumber)).ShouldBeFalse(point.Key);
    }

    private static void Check(byte[] reply, byte[] line, int round)
    {
        try
        {
            reply[^1].ShouldBe((byte)'\n');
            reply.AsSpan(0, reply.Length - 1).IndexOfAnyExceptInRange((byte)' ', (byte)0x7F).ShouldBeLessThan(0);
            using var document = JsonDocument.Parse(reply.AsMemory(0, reply.Length - 1), new JsonDocumentOptions { MaxDepth = 2000 });
            document.RootElement.GetProperty("ok").ValueKind.ShouldBeOneOf(JsonValueKind.True, JsonValueKind.False);
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"round {round}: {Convert.ToHexString(line)} -> {Encoding.UTF8.GetString(reply)}", e);
        }
    }

    private static byte[] Mutated(Random random)
    {
        var line = Encoding.UTF8.GetBytes(Seeds[random.Next(Seeds.Length)]).ToList();
        for (var i = random.Next(6); i > 0 && line.Count > 0; i--)
        {
            var at = random.Next(line.Count);
            switch (random.Next(6))
            {
                case 0:
                    line[at] = (byte)random.Next(256);
                    break;
                case 1:
                    line.RemoveAt(at);
                    break;
                case 2:
                    line.Insert(at, (byte)"{}[]\",:\\0e-"[random.Next(11)]);
                    break;
                case 3:
                    line.RemoveRange(at, line.Count - at);
                    break;
                case 4:
                    line.InsertRange(at, [.. Encoding.ASCII.GetBytes(random.Next(2) == 0 ? "\\ud83d" : "\\uDE00")]);
                    break;
                default:
                    line.InsertRange(at, line.GetRange(0, Math.Min(line.Count, random.Next(40))));
                    break;
            }
        }

        return [.. line.Where(static one => one != '\n')];
    }

    private sealed class Sink : IIpcSink
    {
        public MemoryStream Bytes { get; } = new();

        public void Send(ReadOnlySpan<byte> bytes) => Bytes.Write(bytes);
    }
}

using System.Text;
using System.Text.Json;
using Catchment.Core.Diagnostics;
using Catchment.Tags.Gateway;
using Catchment.Tags.Ipc;
using Catchment.Tags.Store;
using Microsoft.Extensions.Logging.Abstractions;

namespace Catchment.Tags.Tests.Ipc;

public sealed class IpcSessionTests : IDisposable
{
    private readonly NodeMetrics _node = new(TimeProvider.System, "1.2.3");
    private readonly TagStore _store = new(new TagStoreSettings(), TimeProvider.System, null, NullLogger.Instance);
    private readonly Sink _sink = new();
    private readonly IpcOutput _output;
    private readonly IpcSession _session;

    public IpcSessionTests()
    {
        _output = new IpcOutput(_sink);
        _session = new IpcSession(
            new IpcRoom { Store = _store, Metrics = new GatewayMetrics(_node), Time = TimeProvider.System, Logger = NullLogger.Instance, Version = "1.2.3", MaxLineBytes = 1 << 20 }, _output);
    }

    [Theory]
    [InlineData("""{"action":"write","key":"k","value":1}""", """{"ok": true}""")]
    [InlineData("""{"action":"write","key":"new","value":1}""", """{"ok": true, "registered": true}""")]
    [InlineData("""{"action":"\u0077rite","\u006bey":"\u006b","value":1}""", """{"ok": true}""")]
    [InlineData("""{"action":"write","key":"k","value":1,"rid":{"a":[1,"ü"]}}""", """{"ok": true, "rid": {"a": [1, "\u00fc"]}}""")]
    [InlineData("""{"action":"bulk_write_by_id","updates":[{"id":7,"value":1},3,{}]}""", """{"ok": true, "results": [{"id": 7, "ok": false, "error": "id required"}, {"ok": false, "error": "update must be an object"}, {"id": null, "ok": false, "error": "id required"}]}""")]
    [InlineData("""{"action":"bulk_write","brief":true,"updates":[{"key":"k","value":2},{"key":"","value":2},5]}""", """{"ok": true, "written": 1, "failed": [{"index": 1, "key": "", "error": "key required"}, {"index": 2, "key": null, "error": "update must be an object"}]}""")]
    [InlineData("""{"action":"bulk_write","updates":[{"key":"k","value":2,"quality":"FINE"},{"key":"k","value":2,"timestamp":"now"}]}""", """{"ok": true, "results": [{"key": "k", "ok": false, "error": "quality must be GOOD, UNCERTAIN or BAD"}, {"key": "k", "ok": false, "error": "timestamp must be Unix seconds"}]}""")]
    [InlineData("""{"action":"bulk_write","updates":[{"key":"\ud800","value":2},{"key":"k","value":"\ud800"},{"key":"k","value":2}]}""", """{"ok": true, "results": [{"key": "\ud800", "ok": false, "error": "a text holds half of a surrogate pair"}, {"key": "k", "ok": false, "error": "a text holds half of a surrogate pair"}, {"key": "k", "ok": true}]}""")]
    [InlineData("""{"action":"read","keys":["k","\ud800"]}""", """{"ok": false, "error": "invalid json: a text holds half of a surrogate pair"}""")]
    [InlineData("""{"action":"read","prefixes":["\udc00"]}""", """{"ok": false, "error": "invalid json: a text holds half of a surrogate pair"}""")]
    [InlineData("""{"action":"read","key":"\ud800"}""", """{"ok": false, "error": "invalid json: a text holds half of a surrogate pair"}""")]
    [InlineData("""{"action":"subscribe","keys":["\ud800"]}""", """{"ok": false, "error": "invalid json: a text holds half of a surrogate pair"}""")]
    [InlineData("""{"action":"register","key":"\ud800"}""", """{"ok": false, "error": "invalid json: a text holds half of a surrogate pair"}""")]
    [InlineData("""{"action":"register","key":"r","\ud800":1}""", """{"ok": false, "error": "invalid json: a text holds half of a surrogate pair"}""")]
    [InlineData("""{"action":"write","key":"k","value":{"\ud800":1}}""", """{"ok": false, "error": "invalid json: a text holds half of a surrogate pair"}""")]
    [InlineData("""{"action":"\ud800"}""", """{"ok": false, "error": "unknown action"}""")]
    [InlineData("""{"\ud800":1,"action":"write","key":"k","value":1}""", """{"ok": true}""")]
    [InlineData("""{"action":"write","key":"k","value":1,"quality":"\udfff"}""", """{"ok": false, "error": "quality must be GOOD, UNCERTAIN or BAD"}""")]
    [InlineData("""{"action":"bulk_write","updates":[{"\ud800":1,"key":"k","value":2}]}""", """{"ok": true, "results": [{"key": "k", "ok": true}]}""")]
    [InlineData("""{"action":"write","key":"k","value":1,"rid":"ü\ud800\u0041"}""", """{"ok": true, "rid": "\u00fc\ud800\u0041"}""")]
    [InlineData("""{"action":"register","key":"r","limits":{"low":5,"high":1}}""", """{"ok": false, "error": "limits: low must not be above high"}""")]
    [InlineData("""{"action":"read","keys":["k",1]}""", """{"ok": false, "error": "keys must be a list of texts"}""")]
    [InlineData("""{"action":"ping"}""", """{"ok": true, "version": "1.2.3"}""")]
    [InlineData("""{"action":"unsubscribe","subscription":1}""", """{"ok": false, "error": "subscription not found"}""")]
    [InlineData("""{"action":"register","key":"r","address":"x"}""", """{"ok": false, "error": "address must be integer"}""")]
    [InlineData("[1]", """{"ok": false, "error": "request must be an object"}""")]
    [InlineData("  ", """{"ok": false, "error": "invalid json: Expecting value: line 1 column 1 (char 0)"}""")]
    public void Replies_are_spelt_as_Python_spells_them(string request, string reply)
    {
        _store.Register(new PointRegistration { Key = "k" });

        Ask(request).ShouldBe(reply);
    }

    [Theory]
    [InlineData("NaN")]
    [InlineData("-Infinity")]
    [InlineData("1e999")]
    public void A_number_that_is_none_costs_its_own_value_only(string literal)
    {
        _store.Register(new PointRegistration { Key = "a", Default = 4.5 });
        _store.Register(new PointRegistration { Key = "NaN" });

        Ask($$"""{"action":"bulk_write","updates":[{"key":"a","value":{{literal}}},{"key":"NaN","value":7},{"key":"raw","value":[1,{{literal}}]}]}""").ShouldContain("\"key\": \"NaN\", \"ok\": true");

        Point("a").ShouldBe(((TagValue)4.5, TagQuality.Bad));
        Point("NaN").ShouldBe(((TagValue)7.0, TagQuality.Good));
        Point("raw").ShouldBe((TagValue.Of(0L), TagQuality.Bad));
    }

    [Fact]
    public void A_bulk_write_of_the_sync_is_known_as_such()
    {
        var origins = new List<TagOrigin>();
        using var seen = _store.Observe(new Origins(origins));

        Ask("""{"action":"bulk_write","source":"sync","updates":[{"key":"a","value":1}]}""");
        Ask("""{"action":"write","key":"a","value":2}""");

        origins.ShouldBe([TagOrigin.Sync, TagOrigin.Ipc]);
    }

    [Fact]
    public void A_number_written_to_a_known_key_allocates_nothing()
    {
        _store.Register(new PointRegistration { Key = "PLC_1:temperature" });
        var line = Encoding.UTF8.GetBytes("""{"action":"write","key":"PLC_1:temperature","value":28.7}""");
        for (var i = 0; i < 5000; i++)
            Answer(line); // The history grows to its size.

        Allocations.Of(() =>
        {
            for (var i = 0; i < 100; i++)
                Answer(line);
        }).ShouldBe(0);
    }

    [Fact]
    public void A_long_bulk_write_answers_each_update_in_order()
    {
        var updates = string.Join(',', Enumerable.Range(0, 5000).Select(static i => $$"""{"key":"k{{i % 3000}}","value":{{i}}}"""));

        using var reply = JsonDocument.Parse(Ask($$"""{"action":"bulk_write","updates":[{{updates}}]}"""));

        reply.RootElement.GetProperty("results").EnumerateArray().Select(static one => one.GetProperty("key").GetString()).ShouldBe(Enumerable.Range(0, 5000).Select(static i => $"k{i % 3000}"));
        _store.Count.ShouldBe(3000);
        Point("k5").Value.ShouldBe(3005.0);
    }

    public void Dispose()
    {
        _session.Dispose();
        _node.Dispose();
    }

    private string Ask(string request)
    {
        _sink.Text.Clear();
        Answer(Encoding.UTF8.GetBytes(request));
        return _sink.Text.ToString().TrimEnd('\n');
    }

    private void Answer(byte[] line)
    {
        lock (_output.Gate)
        {
            _session.Answer(line);
            _output.Flush();
        }
    }

    private (TagValue Value, TagQuality Quality) Point(string key) => _store.TryGet(key, out var point) && point.Read() is var state ? (state.Value, state.Quality) : throw new ArgumentException($"{key} is not registered", nameof(key));

    private sealed class Sink : IIpcSink
    {
        public StringBuilder Text { get; } = new();

        public void Send(ReadOnlySpan<byte> bytes)
        {
            if (bytes.Length == "{\"ok\": true}\n".Length)
                Text.Clear(); // The measured reply: a text that only grows would allocate.
            foreach (var one in bytes)
                Text.Append((char)one);
        }
    }

    private sealed class Origins(List<TagOrigin> seen) : ITagObserver
    {
        public void Written(DataPoint point, in PointState before, in PointState now, TagOrigin origin) => seen.Add(origin);
    }
}

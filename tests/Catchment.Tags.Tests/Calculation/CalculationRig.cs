using System.Text.Json;
using Catchment.Core.Diagnostics;
using Catchment.Tags.Calculation;
using Catchment.Tags.Http;
using Catchment.Tags.Mappings;
using Catchment.Tags.Store;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Catchment.Tags.Tests.Calculation;

/// <summary>A store and an engine of calculated tags that keep nothing.</summary>
internal sealed class CalculationRig : IDisposable
{
    private readonly NodeMetrics _node = new(TimeProvider.System, "1");
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    public CalculationRig(CalculationSettings? settings = null, IMappingJournal<CalculationTag>? journal = null, IEnumerable<CalculationTag>? kept = null, ILogger? logger = null)
    {
        Store = new TagStore(new TagStoreSettings(), Time, null, NullLogger.Instance);
        Metrics = new CalculationMetrics(_node.ForService("gateway"));
        Tags = new MappingTable<CalculationTag>(journal);
        Tags.Restore(kept ?? []);
        Engine = new CalculationEngine(Tags, Store, settings ?? new(), Metrics, Time, logger ?? NullLogger.Instance);
    }

    public ManualTime Time { get; } = new();

    public TagStore Store { get; }

    public MappingTable<CalculationTag> Tags { get; }

    public CalculationMetrics Metrics { get; }

    public CalculationEngine Engine { get; }

    public void Dispose()
    {
        _stop.Cancel();
        _running.InTimeAsync().GetAwaiter().GetResult();
        Engine.Dispose();
        _stop.Dispose();
        _node.Dispose();
    }

    /// <summary>Lets the engine evaluate by itself.</summary>
    public void Run() => _running = Engine.RunAsync(_stop.Token);

    public void Register(string name, string formula, params (string Variable, string Key)[] variables) => Register(name, formula, 1, variables);

    public void Register(string name, string formula, double period, params (string Variable, string Key)[] variables) =>
        Engine.Register(new CalculationRequest(name, formula, variables.ToDictionary(v => v.Variable, v => v.Key), 0, period));

    public void Write(string key, TagValue value, TagQuality quality = TagQuality.Good) => Store.Write(key, new TagWrite(value, TagOrigin.Http, Quality: quality));

    public void Write(string key, double value, TagQuality quality = TagQuality.Good) => Write(key, TagValue.Of(value), quality);

    public PointState State(string key)
    {
        Store.TryGet(key, out var point).ShouldBeTrue(key);
        return point!.Read();
    }

    public double Value(string key) => State(key).Value.AsNumber;

    /// <summary>Ends when a point has a value and a quality, by the store's own word.</summary>
    public async Task BecomesAsync(string key, double value, TagQuality quality = TagQuality.Good)
    {
        using var changes = Store.Subscribe(new HashSet<string> { key });
        while (!(Store.TryGet(key, out var point) && point.Read() is var state && state.Value == TagValue.Of(value) && state.Quality == quality))
        {
            await changes.WaitAsync(_stop.Token).InTimeAsync();
            while (changes.TryTake(out _))
            {
            }
        }
    }

    /// <summary>The document of GET <c>/calculation-tags</c>.</summary>
    public JsonElement Document()
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
            Engine.Write(writer);
        using var document = JsonDocument.Parse(buffer.ToArray());
        return document.RootElement.Clone();
    }

    public JsonElement Document(string tag) => Document().GetProperty("tags").GetProperty(tag);

    public IEnumerable<string> Order() => Document().GetProperty("evaluation_order").EnumerateArray().Select(name => name.GetString()!);
}

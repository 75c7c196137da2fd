using System.Text.Json;
using Catchment.Core.Diagnostics;
using Catchment.Tags.Gateway;
using Catchment.Tags.Http;
using Catchment.Tags.Mappings;
using Catchment.Tags.Store;
using Microsoft.Extensions.Logging;

namespace Catchment.Tags.Calculation;

/// <summary>
/// Evaluates calculated tags: when a point that they read has changed, and each second; only what depends on a change is evaluated for it. Results go to the points of
/// the tags' names. Safe on any thread. Source: <c>tags</c> 7.
/// </summary>
/// <remarks>Lock order: the table of tags, this engine's lock, the store's locks. The store's writer takes none of the first two.</remarks>
public sealed partial class CalculationEngine : ICalculationDesk, IKeyReferences, IDisposable
{
    /// <summary>Between two evaluations of all tags.</summary>
    public static readonly TimeSpan UpdateInterval = TimeSpan.FromSeconds(1);

    /// <summary>The most variables of a tag.</summary>
    public const int MaxVariables = 256;

    private readonly MappingTable<CalculationTag> _tags;
    private readonly TagStore _store;
    private readonly CalculationSettings _settings;
    private readonly CalculationMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();
    private readonly CalculationGraph _graph = new();
    private readonly CalculationTrigger _trigger;
    private readonly LogEpisode _inError;
    private readonly LogEpisode _inCircle;
    private int _failing;
    private bool _isRunning;

    /// <summary>Makes an engine of the tags that are in a table.</summary>
    /// <param name="tags">The tags; what is registered here goes through it, and is durable then.</param>
    /// <param name="store">Where values come from and results go to.</param>
    /// <param name="settings">What it runs with.</param>
    /// <param name="metrics">Its numbers.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Told of circles and of formulas without a value.</param>
    public CalculationEngine(MappingTable<CalculationTag> tags, TagStore store, CalculationSettings settings, CalculationMetrics metrics, TimeProvider time, ILogger logger)
    {
        ArgumentNullException.ThrowIfNull(tags);
        (_tags, _store, _settings, _metrics, _time, _logger) = (tags, store, settings, metrics, time, logger);
        (_trigger, _inError, _inCircle) = (new(_graph.Inputs), new(time), new(time));
        foreach (var tag in tags.All)
            Put(tag);
        tags.Changed += OnChanged;
    }

    /// <inheritdoc/>
    public void Dispose() => _tags.Changed -= OnChanged;

    /// <inheritdoc/>
    public bool RefersTo(string key) => _graph.Inputs.ContainsKey(key);

    /// <inheritdoc/>
    public void Register(CalculationRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!TagStore.IsKey(request.Name))
            throw new CalculationRefusedException($"name: {WriteResult.InvalidKey.Error()}");
        if (request.Formula.Length > Formula.MaxLength)
            throw new CalculationRefusedException($"formula is longer than {Formula.MaxLength} characters");
        if (request.Variables.Count > MaxVariables)
            throw new CalculationRefusedException($"more than {MaxVariables} variables");
        if (request.Variables.FirstOrDefault(v => v.Key.Length > TagStore.MaxKeyLength || v.Value.Length > TagStore.MaxKeyLength).Key is { } name)
            throw new CalculationRefusedException($"variable '{name[..Math.Min(name.Length, 40)]}' or its key is longer than {TagStore.MaxKeyLength} characters");
        if (!double.IsFinite(request.DefaultValue) || !double.IsFinite(request.Period))
            throw new CalculationRefusedException("default_value and period must be finite numbers");
        var tag = new CalculationTag
        {
            Id = request.Name,
            Key = request.Name,
            Formula = request.Formula,
            Variables = request.Variables.ToDictionary(StringComparer.Ordinal),
            DefaultValue = request.DefaultValue,
            Period = request.Period,
        };
        _tags.Set(tag, _ => Admit(tag));
    }

    /// <inheritdoc/>
    public bool Remove(string name) => _tags.Remove(name) is not null;

    /// <inheritdoc/>
    public void Write(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        var tags = _tags.All; // before the engine's lock
        lock (_gate)
        {
            writer.WriteStartObject();
            writer.WriteBoolean("running"u8, _isRunning);
            writer.WriteNumber("tag_count"u8, _graph.Count);
            writer.WritePropertyName("update_interval"u8);
            TagValue.Of(UpdateInterval.TotalSeconds).WriteTo(writer);
            writer.WriteStartArray("evaluation_order"u8);
            foreach (var calculation in _graph.Order())
                writer.WriteStringValue(calculation.Name);
            writer.WriteEndArray();
            writer.WriteStartObject("tags"u8);
            foreach (var tag in tags)
            {
                if (_graph.Find(tag.Id) is { } calculation)
                    Write(writer, calculation);
            }

            writer.WriteEndObject();
            writer.WriteEndObject();
        }
    }

    private static void Write(Utf8JsonWriter writer, TagCalculation calculation)
    {
        writer.WriteStartObject(calculation.Name);
        writer.WritePropertyName("value"u8);
        TagValue.Of(calculation.Value).WriteTo(writer);
        writer.WriteString("status"u8, calculation.Status switch { CalculationStatus.Good => "good", CalculationStatus.Error => "error", _ => "initializing" });
        writer.WriteString("error"u8, calculation.Error);
        writer.WriteNumber("last_update"u8, calculation.LastUpdate);
        writer.WriteString("formula"u8, calculation.Tag.Formula);
        writer.WriteStartObject("variables"u8);
        foreach (var (name, key) in calculation.Tag.Variables)
            writer.WriteString(name, key);
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <summary>Refuses a tag that closes a circle, where that is not allowed, and registers its point where there is none.</summary>
    private void Admit(CalculationTag tag)
    {
        if (_settings.Cycles == CalculationCycles.Reject)
        {
            lock (_gate)
            {
                if (_graph.CircleOf(new TagCalculation(tag)) is { Count: > 0 } circle)
                    throw new CalculationRefusedException($"circular dependency: {string.Join(" -> ", circle)}");
            }
        }

        try
        {
            if (!_store.TryGet(tag.Id, out _))
                RegisterPoint(tag);
        }
        catch (PointRefusedException e)
        {
            throw new CalculationRefusedException(e.Message);
        }
    }

    private DataPoint RegisterPoint(CalculationTag tag) => _store.Register(new PointRegistration { Key = tag.Id, Default = TagValue.Of(tag.DefaultValue) });

    private void OnChanged(object? sender, MappingChangedEventArgs<CalculationTag> change)
    {
        if (change.Now is { } tag)
            Put(tag);
        else
            Take(change.Before!.Id);
        _trigger.Wake();
    }
}

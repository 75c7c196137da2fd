using System.Collections.Frozen;

namespace Catchment.Core.Diagnostics;

/// <summary>
/// Counters that differ in one label, whose values are all known beforehand. A value that is not among them is
/// counted as <see cref="Other"/>: what a peer sends can never make a new series.
/// </summary>
public sealed class LabelledCounter
{
    /// <summary>The label value of everything that is not known beforehand.</summary>
    public const string Other = "other";

    private readonly FrozenDictionary<string, StripedCounter> _counters;
    private readonly StripedCounter _other;

    /// <summary>Makes the counters.</summary>
    /// <param name="label">The label's name.</param>
    /// <param name="values">The label's values; <see cref="Other"/> is added.</param>
    public LabelledCounter(string label, IEnumerable<string> values)
    {
        Label = label;
        _counters = values.Append(Other)
            .Distinct(StringComparer.Ordinal)
            .ToFrozenDictionary(v => v, _ => new StripedCounter(), StringComparer.Ordinal);
        _other = _counters[Other];
    }

    /// <summary>The label's name.</summary>
    public string Label { get; }

    /// <summary>The label's values in alphabetical order, <see cref="Other"/> among them.</summary>
    public IEnumerable<string> Values => _counters.Keys.Order(StringComparer.Ordinal);

    /// <summary>The sum over all values.</summary>
    public long Total => _counters.Values.Sum(c => c.Value);

    /// <summary>The counter of one value; a hot path keeps it.</summary>
    /// <param name="value">The label's value; an unknown one gives the counter of <see cref="Other"/>.</param>
    public StripedCounter this[string value] => _counters.TryGetValue(value, out StripedCounter? counter) ? counter : _other;

    /// <summary>Adds to the counter of one value.</summary>
    /// <param name="value">The label's value.</param>
    /// <param name="count">How much.</param>
    public void Add(string value, long count = 1) => this[value].Add(count);
}

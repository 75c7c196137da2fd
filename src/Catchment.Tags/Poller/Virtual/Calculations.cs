using Catchment.Tags.Calculation;
using Catchment.Tags.Poller.Configuration;
using Catchment.Tags.Poller.Reading;
using Catchment.Tags.Store;

namespace Catchment.Tags.Poller.Virtual;

/// <summary>The calculation tags of the polling service: each second, those that others use before the others. Source: <c>tags</c> 9.4.</summary>
/// <param name="time">The clock.</param>
internal sealed class Calculations(TimeProvider time)
{
    private readonly Lock _gate = new();
    private Entry[] _entries = [];
    private int[] _order = [];

    /// <summary>All of them, with what is known.</summary>
    internal (PolledCalculation Tag, VirtualReading Reading)[] All
    {
        get
        {
            lock (_gate)
                return [.. _entries.Select(entry => (entry.Tag, entry.Reading))];
        }
    }

    /// <summary>Takes the tags of a configuration; one that is as it was keeps its value.</summary>
    internal void Apply(IReadOnlyList<PolledCalculation> tags)
    {
        lock (_gate)
        {
            var present = _entries.ToDictionary(entry => entry.Tag.Name, StringComparer.Ordinal);
            _entries =
            [
                .. tags.Select(tag => present.TryGetValue(tag.Name, out var entry) && (entry.Tag with { Inputs = [] }) == (tag with { Inputs = [] }) && entry.Tag.Inputs.SequenceEqual(tag.Inputs)
                    ? entry
                    : new Entry(tag, PolledFormula.Parse(tag.Formula, out var error), error) { Reading = new VirtualReading(TagValue.Of(0L), PollStatus.Initializing, null, Now()) }),
            ];
            _order = Order();
        }
    }

    /// <summary>Calculates all.</summary>
    /// <param name="source">The value of a tag by one of its names; not a number where there is none.</param>
    internal void Evaluate(Func<string, double?> source)
    {
        lock (_gate)
        {
            var byName = Names();
            Span<double> values = stackalloc double[PolledCalculation.Variables.Length];
            foreach (var i in _order)
            {
                var entry = _entries[i];
                var (formula, now) = (entry.Formula, Now());
                if (formula is null)
                {
                    entry.Reading = entry.Reading with { Status = VirtualReading.Failed, Error = entry.Problem, Timestamp = now };
                    continue;
                }

                for (var v = 0; v < formula.Variables.Length; v++)
                {
                    var input = entry.Tag.Inputs[PolledCalculation.Variables.IndexOf(formula.Variables[v])];
                    var value = input.Length == 0 ? null : byName.TryGetValue(input, out var other) ? Number(_entries[other].Reading.Value) : source(input);
                    values[v] = value is { } number && double.IsFinite(number) ? number : 0;
                }

                var result = formula.Evaluate(values[..formula.Variables.Length]);
                entry.Reading = result.IsGood
                    ? new VirtualReading(TagValue.Of(result.Value), VirtualReading.Good, null, now)
                    : entry.Reading with { Status = VirtualReading.Failed, Error = result.Reason, Timestamp = now };
            }
        }
    }

    private static double? Number(in TagValue value) => value.TryGetNumber(out var number) ? number : null;

    /// <summary>The order in which each comes after those that it uses; where they use each other, that of the file.</summary>
    private int[] Order()
    {
        var names = Names();
        var order = new List<int>();
        var isSeen = new bool[_entries.Length];
        var stack = new Stack<(int Entry, bool IsDone)>();
        for (var i = _entries.Length - 1; i >= 0; i--)
            stack.Push((i, false));
        while (stack.TryPop(out var next))
        {
            if (next.IsDone)
                order.Add(next.Entry);
            else if (!isSeen[next.Entry])
            {
                isSeen[next.Entry] = true;
                stack.Push((next.Entry, true));
                foreach (var input in _entries[next.Entry].Tag.Inputs)
                {
                    if (names.TryGetValue(input, out var other) && !isSeen[other])
                        stack.Push((other, false));
                }
            }
        }

        return [.. order];
    }

    private Dictionary<string, int> Names()
    {
        var names = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < _entries.Length; i++)
        {
            names.TryAdd(_entries[i].Tag.Name, i);
            names.TryAdd(_entries[i].Tag.Id, i);
            names.TryAdd($"calc:{_entries[i].Tag.Name}", i);
        }

        return names;
    }

    private double Now() => (time.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds;

    private sealed class Entry(PolledCalculation tag, Formula? formula, string? problem)
    {
        internal PolledCalculation Tag { get; } = tag;

        internal Formula? Formula { get; } = formula;

        internal string? Problem { get; } = problem;

        internal VirtualReading Reading { get; set; }
    }
}

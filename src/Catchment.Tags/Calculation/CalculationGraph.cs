using System.Collections.Concurrent;

namespace Catchment.Tags.Calculation;

/// <summary>Which calculated tags read what, and the order in which they are evaluated. Under the engine's lock but for <see cref="Inputs"/>, which anybody reads. Source: <c>tags</c> 7.</summary>
internal sealed class CalculationGraph
{
    private readonly Dictionary<string, TagCalculation> _byName = new(StringComparer.Ordinal);
    private TagCalculation[]? _order = [];

    /// <summary>Every key that a tag names.</summary>
    public ConcurrentDictionary<string, CalculationInput> Inputs { get; } = new(StringComparer.Ordinal);

    /// <summary>How many tags there are.</summary>
    public int Count => _byName.Count;

    /// <summary>The tags whose order cannot be told, by name; as of the last <see cref="Order"/>.</summary>
    public IReadOnlyList<TagCalculation> Cyclic { get; private set; } = [];

    /// <summary>A tag; null: there is none of this name.</summary>
    public TagCalculation? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Puts a tag in, in the place of the one that had its name.</summary>
    public void Add(TagCalculation calculation)
    {
        Remove(calculation.Name);
        _byName[calculation.Name] = calculation;
        foreach (var key in Named(calculation.Tag))
            Inputs.GetOrAdd(key, static key => new CalculationInput(key)).References++;
        calculation.Output = Inputs[calculation.Name];
        calculation.Output.Owner = calculation;
        calculation.Inputs = [.. calculation.UsedKeys.Select(key => key.Length == 0 ? null : Inputs[key])];
        foreach (var input in calculation.Inputs.OfType<CalculationInput>().Distinct())
            input.Dependents = [.. input.Dependents, calculation];
        _order = null;
    }

    /// <summary>Takes a tag out.</summary>
    public void Remove(string name)
    {
        if (!_byName.Remove(name, out var calculation))
            return;
        foreach (var input in calculation.Inputs.OfType<CalculationInput>().Distinct())
            input.Dependents = [.. input.Dependents.Where(other => other != calculation)];
        calculation.Output.Owner = null;
        foreach (var key in Named(calculation.Tag))
        {
            if (--Inputs[key].References == 0)
                Inputs.TryRemove(key, out _);
        }

        _order = null;
    }

    /// <summary>The circle that a tag would close, from its name to its name; empty: none.</summary>
    public IReadOnlyList<string> CircleOf(TagCalculation calculation)
    {
        // Backwards from the tag to what it reads, and on; whose results those are, and who led there.
        var readBy = new Dictionary<string, string>(StringComparer.Ordinal);
        var open = new Stack<TagCalculation>([calculation]);
        while (open.TryPop(out var reader))
        {
            foreach (var key in reader.UsedKeys)
            {
                if (key == calculation.Name)
                    return Path(reader.Name);
                if (_byName.TryGetValue(key, out var read) && readBy.TryAdd(key, reader.Name))
                    open.Push(read);
            }
        }

        return [];

        List<string> Path(string last)
        {
            List<string> path = [calculation.Name];
            for (var name = last; name != calculation.Name; name = readBy[name])
                path.Insert(1, name);
            path.Add(calculation.Name);
            return path;
        }
    }

    /// <summary>All tags, each after those that it reads, ties by name; those on circles by name when all others that can be are done. Source: <c>tags</c> 7.</summary>
    public IReadOnlyList<TagCalculation> Order()
    {
        if (_order is not null)
            return _order;
        var order = new List<TagCalculation>(_byName.Count);
        var left = _byName.Values.ToHashSet();
        TakeInOrder(left, order);
        Cyclic = [.. CoreOf(left).OrderBy(c => c.Name, StringComparer.Ordinal)];
        order.AddRange(Cyclic);
        left.ExceptWith(Cyclic);
        TakeInOrder(left, order);
        for (var rank = 0; rank < order.Count; rank++)
            (order[rank].Rank, order[rank].IsCyclic) = (rank, false);
        foreach (var calculation in Cyclic)
            calculation.IsCyclic = true;
        return _order = [.. order];
    }

    /// <summary>Takes tags out of a set as soon as it has none of those that they read.</summary>
    private static void TakeInOrder(HashSet<TagCalculation> left, List<TagCalculation> order)
    {
        var waitsFor = left.ToDictionary(c => c, c => Read(c).Count(left.Contains));
        var ready = new PriorityQueue<TagCalculation, string>(StringComparer.Ordinal);
        foreach (var calculation in left.Where(c => waitsFor[c] == 0))
            ready.Enqueue(calculation, calculation.Name);
        while (ready.TryDequeue(out var next, out _))
        {
            order.Add(next);
            left.Remove(next);
            foreach (var dependent in next.Output.Dependents.Where(left.Contains))
            {
                if (--waitsFor[dependent] == 0)
                    ready.Enqueue(dependent, dependent.Name);
            }
        }
    }

    /// <summary>Those of a set that lie on a circle, or on a way from one to another: the rest is only behind them.</summary>
    private static HashSet<TagCalculation> CoreOf(HashSet<TagCalculation> left)
    {
        var core = new HashSet<TagCalculation>(left);
        var readBy = left.ToDictionary(c => c, c => c.Output.Dependents.Count(left.Contains));
        var ends = new Stack<TagCalculation>(left.Where(c => readBy[c] == 0));
        while (ends.TryPop(out var end))
        {
            core.Remove(end);
            foreach (var read in Read(end).Where(core.Contains))
            {
                if (--readBy[read] == 0)
                    ends.Push(read);
            }
        }

        return core;
    }

    // The tags whose results a tag reads.
    private static IEnumerable<TagCalculation> Read(TagCalculation calculation) =>
        calculation.Inputs.Where(input => input?.Owner is not null).Select(input => input!.Owner!).Distinct();

    // Used by the formula or not: what a tag names stays registered.
    private static IEnumerable<string> Named(CalculationTag tag) => tag.Variables.Values.Where(key => key.Length > 0).Append(tag.Id).Distinct(StringComparer.Ordinal);
}

using Catchment.Tags.Store;

namespace Catchment.Tags.Calculation;

/// <summary>A calculated tag at work: its formula, where its variables come from, what it gave last. Under the engine's lock.</summary>
internal sealed class TagCalculation
{
    private readonly double[] _values;

    /// <summary>Reads the tag's formula; a text that is none is an error of every evaluation. Source: <c>tags</c> 7.</summary>
    public TagCalculation(CalculationTag tag)
    {
        (Tag, Value) = (tag, tag.DefaultValue);
        try
        {
            Formula = Formula.Parse(tag.Formula, [.. tag.Variables.Keys]);
        }
        catch (FormulaException e)
        {
            NoFormula = e.Message;
        }

        _values = new double[Formula?.Variables.Length ?? 0];
        UsedKeys = [.. (Formula?.Variables ?? []).Select(name => tag.Variables[name])];
    }

    public CalculationTag Tag { get; }

    public string Name => Tag.Id;

    public Formula? Formula { get; }

    /// <summary>Why there is no formula.</summary>
    public string? NoFormula { get; }

    /// <summary>The keys of the formula's variables, in its order; empty: unassigned.</summary>
    public IReadOnlyList<string> UsedKeys { get; }

    /// <summary>Where the formula's variables come from, in its order; null: unassigned.</summary>
    public CalculationInput?[] Inputs { get; set; } = [];

    /// <summary>Its own key.</summary>
    public CalculationInput Output { get; set; } = null!;

    /// <summary>Its place in the order of evaluation.</summary>
    public int Rank { get; set; }

    /// <summary>It lies on a circle, or between two.</summary>
    public bool IsCyclic { get; set; }

    /// <summary>It waits to be evaluated in the present pass.</summary>
    public bool IsDue { get; set; }

    public CalculationStatus Status { get; set; }

    /// <summary>The last good result; the default before the first.</summary>
    public double Value { get; set; }

    /// <summary>The quality that it was given last.</summary>
    public TagQuality Quality { get; set; }

    /// <summary>Why there is no value now.</summary>
    public string? Error { get; set; }

    /// <summary>What the error was made of.</summary>
    public FormulaResult Fault { get; set; }

    /// <summary>When it last had a good result, in Unix seconds; 0: never.</summary>
    public double LastUpdate { get; set; }

    /// <summary>When it was evaluated, by the clock's timestamps; null: never.</summary>
    public long? EvaluatedAt { get; set; }

    /// <summary>When its point was written, by the clock's timestamps.</summary>
    public long WrittenAt { get; set; }

    /// <summary>What the formula gives now, and the worst quality of what it read.</summary>
    public FormulaResult Evaluate(TagStore store, out TagQuality quality)
    {
        quality = TagQuality.Good;
        for (var i = 0; i < _values.Length; i++)
        {
            if (Inputs[i] is not { } input)
                continue;
            _values[i] = input.Read(store, out var own);
            if (own > quality)
                quality = own;
        }

        return Formula!.Evaluate(_values);
    }
}

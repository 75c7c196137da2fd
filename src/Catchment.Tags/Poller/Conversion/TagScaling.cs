namespace Catchment.Tags.Poller.Conversion;

/// <summary>From what the registers hold to the value, and back. Source: <c>tags</c> 10.3.</summary>
public sealed record TagScaling
{
    private const double Percents = 100;
    private const double TwelveBits = 4095;

    /// <summary>The form.</summary>
    public ScaleForm Form { get; init; }

    /// <summary>The factor; of an input range its upper end.</summary>
    public double Scale { get; init; } = 1;

    /// <summary>What is added; of an input range its lower end.</summary>
    public double Offset { get; init; }

    /// <summary>The lower end of the value.</summary>
    public double SpanLow { get; init; }

    /// <summary>The upper end of the value.</summary>
    public double SpanHigh { get; init; } = 1000;

    /// <summary>The value is never below <see cref="SpanLow"/>.</summary>
    public bool ClampsLow { get; init; }

    /// <summary>The value is never above <see cref="SpanHigh"/>.</summary>
    public bool ClampsHigh { get; init; }

    /// <summary>The value is never below 0.</summary>
    public bool ClampsZero { get; init; }

    /// <summary>The value runs the other way: from <see cref="SpanHigh"/> down to <see cref="SpanLow"/>.</summary>
    public bool IsReversed { get; init; }

    /// <summary>A whole number stays one: nothing is done that could give it a fraction.</summary>
    public bool KeepsWhole => Form == ScaleForm.Linear && double.IsInteger(Scale) && double.IsInteger(Offset)
        && (!ClampsLow || double.IsInteger(SpanLow)) && (!ClampsHigh || double.IsInteger(SpanHigh)) && (!IsReversed || double.IsInteger(SpanLow + SpanHigh));

    /// <summary>Nothing is done at all.</summary>
    public bool IsNone => Form == ScaleForm.Linear && Scale == 1 && Offset == 0 && !ClampsLow && !ClampsHigh && !ClampsZero && !IsReversed;

    /// <summary>Reads a tag's <c>scaleType</c>.</summary>
    /// <param name="text">The text; empty for none.</param>
    /// <returns>Null: it names no form that is known.</returns>
    public static ScaleForm? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var word = string.Concat(text.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();
        var isRoot = Has("SQUARE") || Has("ROOT") || Has("SQRT");
        if (word.Length == 0 || word is "0" || Has("NOSCAL") || Has("NONE"))
            return ScaleForm.Linear;
        if (Has("0100") || Has("PERCENT"))
            return isRoot ? ScaleForm.PercentRoot : ScaleForm.Percent;
        if (Has("12BIT"))
            return isRoot ? ScaleForm.TwelveBitRoot : ScaleForm.TwelveBit;
        if (Has("HL") || Has("HIGHLOW") || Has("DEFINED") || Has("INPUTLIMIT"))
            return isRoot ? ScaleForm.InputRangeRoot : ScaleForm.InputRange;
        if (isRoot)
            return ScaleForm.Root;
        return Has("MXB") || Has("LINEAR") ? ScaleForm.Linear : null;

        bool Has(string part) => word.Contains(part, StringComparison.Ordinal);
    }

    /// <summary>The value of what the registers hold.</summary>
    /// <param name="raw">What they hold.</param>
    /// <returns>Not finite: there is none, as the root of a negative number.</returns>
    public double Apply(double raw)
    {
        var value = Form switch
        {
            ScaleForm.Linear => (raw * Scale) + Offset,
            ScaleForm.Root => (Math.Sqrt(raw) * Scale) + Offset,
            ScaleForm.PercentRoot or ScaleForm.TwelveBitRoot or ScaleForm.InputRangeRoot => OfSpan(Math.Sqrt(PlaceOf(raw))),
            _ => OfSpan(PlaceOf(raw)),
        };
        return Clamp(IsReversed ? SpanLow + SpanHigh - value : value);
    }

    /// <summary>What the registers have to hold for a value; one beyond the clamps is the nearest that the tag can have.</summary>
    /// <param name="value">The value.</param>
    /// <returns>Not finite: nothing gives this value.</returns>
    public double Invert(double value)
    {
        value = Clamp(value);
        if (IsReversed)
            value = SpanLow + SpanHigh - value;
        switch (Form)
        {
            case ScaleForm.Linear:
                return (value - Offset) / Scale;
            case ScaleForm.Root:
                return Squared((value - Offset) / Scale);
            default:
                var place = (value - SpanLow) / (SpanHigh - SpanLow);
                return Form switch
                {
                    ScaleForm.Percent => place * Percents,
                    ScaleForm.PercentRoot => Squared(place) * Percents,
                    ScaleForm.TwelveBit => place * TwelveBits,
                    ScaleForm.TwelveBitRoot => Squared(place) * TwelveBits,
                    ScaleForm.InputRange => Offset + (place * (Scale - Offset)),
                    _ => Offset + (Squared(place) * (Scale - Offset)),
                };
        }
    }

    private double Clamp(double value)
    {
        // Max and Min hand NaN on: no clamp makes a value of what is none.
        if (ClampsLow)
            value = Math.Max(value, SpanLow);
        if (ClampsHigh)
            value = Math.Min(value, SpanHigh);
        return ClampsZero ? Math.Max(value, 0) : value;
    }

    private static double Squared(double root) => root < 0 ? double.NaN : root * root;

    private double OfSpan(double place) => SpanLow + (place * (SpanHigh - SpanLow));

    private double PlaceOf(double raw) => Form switch
    {
        ScaleForm.Percent or ScaleForm.PercentRoot => raw / Percents,
        ScaleForm.TwelveBit or ScaleForm.TwelveBitRoot => raw / TwelveBits,
        _ => (raw - Offset) / (Scale - Offset),
    };
}

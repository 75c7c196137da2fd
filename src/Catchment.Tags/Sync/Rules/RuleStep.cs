using Catchment.Tags.Store;

namespace Catchment.Tags.Sync.Rules;

/// <summary>Follows one rule: texts to numbers, scaling, checks, limits, rounding, type, in this order. Source: <c>tags</c> 11 (FE3, FE7).</summary>
internal static class RuleStep
{
    /// <summary>Converts a value.</summary>
    /// <returns>Why it is not written.</returns>
    internal static RejectReason Apply(TagRule rule, ref TagValue value, in NumberMemory memory, double now, ref bool clamped)
    {
        if (rule.Map is { } map && value.Kind is not TagValueKind.Json && map.TryGetValue(value.ToString(), out var mapped))
            value = TagValue.Of(mapped);
        if (rule.Factor is { } factor)
        {
            if (!value.TryGetNumber(out var x) || !double.IsFinite((factor * x) + rule.Offset))
                return RejectReason.RuleError;
            value = TagValue.Of((factor * x) + rule.Offset);
        }

        if (rule.Check is { } check && Checked(check, ref value, memory, now, ref clamped) is not RejectReason.None and var reason)
            return reason;
        if (rule.ClampMin is not null || rule.ClampMax is not null)
        {
            if (!value.TryGetNumber(out var x) || !double.IsFinite(x))
                return RejectReason.RuleError;
            clamped |= Limit(ref value, x, rule.ClampMin, rule.ClampMax);
        }

        if (rule.Round is { } places)
        {
            if (!value.TryGetNumber(out var x) || !double.IsFinite(x))
                return RejectReason.RuleError;
            value = TagValue.Of(Math.Round(x, places, MidpointRounding.AwayFromZero));
        }

        if (rule.Type is { } type && !TagCoercion.TryCoerce(value, TagCoercion.TypeOf(type), out value))
            return RejectReason.RuleError;
        return RejectReason.None;
    }

    private static RejectReason Checked(ValueCheck check, ref TagValue value, in NumberMemory memory, double now, ref bool clamped)
    {
        if (check.Type is { } type && !value.Is(type))
            return RejectReason.Type;
        if (check is { Min: null, Max: null, Rate: null })
            return RejectReason.None;
        if (!value.TryGetNumber(out var x) || !double.IsFinite(x))
            return RejectReason.Type;
        if (x < check.Min || x > check.Max)
        {
            if (!check.Clamps)
                return RejectReason.Range;
            clamped |= Limit(ref value, x, check.Min, check.Max);
            _ = value.TryGetNumber(out x);
        }

        if (check.Rate is not { } rate || !memory.HasNumber)
            return RejectReason.None;
        var most = rate * Math.Max(0, now - memory.At);
        if (Math.Abs(x - memory.Number) <= most)
            return RejectReason.None;
        if (!check.Clamps)
            return RejectReason.Rate;
        clamped |= Limit(ref value, x, memory.Number - most, memory.Number + most);
        return RejectReason.None;
    }

    private static bool Limit(ref TagValue value, double x, double? min, double? max)
    {
        var limited = x < min ? min.Value : x > max ? max.Value : x;
        if (limited == x)
            return false;
        value = TagValue.Of(limited);
        return true;
    }
}

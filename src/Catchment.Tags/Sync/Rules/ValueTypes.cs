using Catchment.Tags.Store;

namespace Catchment.Tags.Sync.Rules;

/// <summary>Tells the types of values.</summary>
internal static class ValueTypes
{
    /// <summary>Whether a value is of a type.</summary>
    internal static bool Is(this in TagValue value, ValueType type) => type switch
    {
        ValueType.Number => value.Kind is TagValueKind.Whole or TagValueKind.Number,
        ValueType.Whole => value.Kind == TagValueKind.Whole || (value.Kind == TagValueKind.Number && Math.Floor(value.AsNumber) == value.AsNumber),
        ValueType.Boolean => value.Kind == TagValueKind.Boolean,
        _ => value.Kind == TagValueKind.Text,
    };
}

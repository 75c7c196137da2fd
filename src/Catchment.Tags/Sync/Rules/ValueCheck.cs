namespace Catchment.Tags.Sync.Rules;

/// <summary>What a value has to be, and what becomes of one that is not. Source: <c>tags</c> 11 (FE7).</summary>
/// <param name="Type">Its type; null: any.</param>
/// <param name="Min">The least number; null: any.</param>
/// <param name="Max">The greatest number; null: any.</param>
/// <param name="Rate">The fastest change in a second; null: any.</param>
/// <param name="Clamps">A number outside is brought to the limit, instead of being rejected.</param>
internal sealed record ValueCheck(ValueType? Type, double? Min, double? Max, double? Rate, bool Clamps);

namespace Catchment.Cameras.Retention;

/// <summary>What leaves, oldest day first.</summary>
/// <param name="Days">The days that something leaves from.</param>
public sealed record RetentionPlan(IReadOnlyList<DayPlan> Days)
{
    /// <summary>Bytes of all that leaves, at least.</summary>
    public long Bytes => Days.Sum(d => d.Orders.Sum(o => o.Bytes));
}

namespace Catchment.Cameras.Retention;

/// <summary>What leaves from one day's folder.</summary>
/// <param name="Day">The day.</param>
/// <param name="Orders">At most one for each rule; none: the folder is empty and goes.</param>
public sealed record DayPlan(DateOnly Day, IReadOnlyList<LeaveOrder> Orders);

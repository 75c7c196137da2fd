namespace Catchment.Cameras.Retention;

/// <summary>What leaves of one rule's cameras from one day's folder.</summary>
/// <param name="Rule">The rule's place in <see cref="RetentionRules.All"/>.</param>
/// <param name="Reason">Why.</param>
/// <param name="Part">Null: all frames; else the oldest ones, until they have so many bytes.</param>
/// <param name="Bytes">Bytes of what leaves; when <paramref name="Part"/> is set, at least.</param>
public sealed record LeaveOrder(int Rule, RetentionReason Reason, long? Part, long Bytes);

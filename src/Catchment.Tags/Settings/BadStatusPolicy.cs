namespace Catchment.Tags.Settings;

/// <summary>What the sync, or the poller, does with a tag that was good and whose status fails. Source: <c>tags</c> 2.3.</summary>
public enum BadStatusPolicy
{
    /// <summary>Nothing: the point keeps value and quality.</summary>
    Keep,

    /// <summary>The point keeps its value, with quality BAD.</summary>
    Bad,
}

namespace Catchment.Cameras.Retention;

/// <summary>Why a frame leaves: the label <c>reason</c> of <c>catchment_retention_discarded_total</c>.</summary>
public enum RetentionReason
{
    /// <summary>Its day is older than the days that are kept.</summary>
    KeepDays,

    /// <summary>The frames of its rule take more room than they may, and it is among the oldest.</summary>
    KeepGib,
}

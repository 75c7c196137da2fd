namespace Catchment.Cameras.Retention;

/// <summary>Why frames that should leave stay: the label <c>kind</c> of <c>catchment_retention_errors_total</c>.</summary>
public enum RetentionTrouble
{
    /// <summary>A folder or a file in <c>images</c> cannot be read.</summary>
    Read,

    /// <summary>A file or a folder cannot be removed.</summary>
    Remove,

    /// <summary>The archive is not there, not writable, or full: nothing is removed that should go there.</summary>
    Archive,

    /// <summary>The archive holds a file of the same name with other content: both stay.</summary>
    Conflict,

    /// <summary>The catalog cannot be told: nothing leaves.</summary>
    Catalog,
}

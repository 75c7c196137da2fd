namespace Catchment.Telemetry.Replicas.Copying;

/// <summary>What became of a file that was to be copied.</summary>
internal enum CopyOutcome
{
    /// <summary>Its copy is on the medium, and was read back.</summary>
    Copied,

    /// <summary>What was there already has its content.</summary>
    Confirmed,

    /// <summary>What is there is newer and other; it was left.</summary>
    Newer,

    /// <summary>It changed while it was copied; nothing is left of the copy.</summary>
    Changed,
}

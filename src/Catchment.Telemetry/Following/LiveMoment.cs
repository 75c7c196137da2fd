namespace Catchment.Telemetry.Following;

/// <summary>A moment of the live process, for who looks on.</summary>
internal enum LiveMoment
{
    /// <summary>A round is about to be written.</summary>
    Writing,

    /// <summary>Its rows are committed; positions that are kept elsewhere are not yet.</summary>
    Stored,

    /// <summary>It is written, with its positions.</summary>
    Written,

    /// <summary>There was nothing to write.</summary>
    Idle,
}

namespace Catchment.Telemetry.Ingest;

/// <summary>How the reading of a file ended.</summary>
internal enum FileEnd
{
    /// <summary>Its rows are stored, with its ingest record.</summary>
    Recorded,

    /// <summary>Its rows are stored; it gets no record and is read again.</summary>
    Unrecorded,

    /// <summary>It is no longer there.</summary>
    Missing,

    /// <summary>Its name tells no device that there is room for.</summary>
    Nameless,

    /// <summary>It could not be read or stored.</summary>
    Failed,
}

namespace Catchment.Files.Verification;

/// <summary>How a round of checks is made.</summary>
public sealed record VerifyOptions
{
    /// <summary>Bytes read in a second at most; null: as fast as it goes.</summary>
    public long? BytesPerSecond { get; init; }

    /// <summary>Begins anew, also when a round of the same question was interrupted.</summary>
    public bool IsAnew { get; init; }

    /// <summary>Adds an INVALID to the events of files that are missing.</summary>
    public bool MarksMissing { get; init; }
}

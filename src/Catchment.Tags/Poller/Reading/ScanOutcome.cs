namespace Catchment.Tags.Poller.Reading;

/// <summary>What a device did in a scan.</summary>
internal enum ScanOutcome
{
    /// <summary>It was asked nothing.</summary>
    NotAsked,

    /// <summary>It answered.</summary>
    Answered,

    /// <summary>It did not.</summary>
    Silent,
}

namespace Catchment.Cameras.Hub;

/// <summary>What became of a frame.</summary>
public enum StoreOutcome
{
    /// <summary>It is in its file, as durable as was asked for.</summary>
    Stored,

    /// <summary>The day's cap is reached: not stored.</summary>
    Capped,

    /// <summary>The day's cap is reached, and this is the first frame to find that out.</summary>
    FirstCapped,

    /// <summary>The medium is below its low mark: not stored.</summary>
    NoSpace,

    /// <summary>The name of node and view is too long for a file: not stored.</summary>
    NameTooLong,
}

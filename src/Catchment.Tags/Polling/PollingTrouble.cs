namespace Catchment.Tags.Polling;

/// <summary>What can be in the way between the gateway and the polling service.</summary>
public enum PollingTrouble
{
    /// <summary>A pull failed.</summary>
    Pull,

    /// <summary>A write-back failed, and its value is lost to the polling service.</summary>
    WriteBack,

    /// <summary>A value had no user tag to go back to.</summary>
    NoUserTag,

    /// <summary>A pulled entry could not be understood, registered or written.</summary>
    Entry,
}

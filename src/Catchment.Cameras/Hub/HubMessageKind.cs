namespace Catchment.Cameras.Hub;

/// <summary>What a message asks of the hub.</summary>
public enum HubMessageKind
{
    /// <summary>No <c>|</c> in the text: a tuning picture of a camera node. Answered, not kept.</summary>
    TestPicture,

    /// <summary>A sign of life. Answered.</summary>
    Heartbeat,

    /// <summary>A JPEG to store.</summary>
    Jpeg,

    /// <summary>A raw picture.</summary>
    RawPicture,

    /// <summary>Anything else: the text is an event for the log.</summary>
    Event,

    /// <summary>The type field is empty: no message.</summary>
    NoType,
}

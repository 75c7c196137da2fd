namespace Catchment.Tags.Mqtt;

/// <summary>Why a message is not delivered, or an arrived one not written: labels of the metrics.</summary>
public static class MqttDiscard
{
    /// <summary>A queue was full: its oldest went.</summary>
    public const string QueueFull = "queue_full";

    /// <summary>The broker refuses it.</summary>
    public const string Refused = "refused";

    /// <summary>The disk did not take it.</summary>
    public const string Disk = "disk";

    /// <summary>Its broker is no longer configured.</summary>
    public const string Removed = "removed";

    /// <summary>An arrived payload was none that could be read.</summary>
    public const string Unreadable = "unreadable";

    /// <summary>The store does not take the arrived value.</summary>
    public const string NotWritten = "not_written";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [QueueFull, Refused, Disk, Removed, Unreadable, NotWritten];
}

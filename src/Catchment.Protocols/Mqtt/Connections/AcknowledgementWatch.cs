namespace Catchment.Protocols.Mqtt.Connections;

/// <summary>Finds out that a broker, which is there, does not acknowledge: looked at in a steady rhythm, the oldest message that waits for it stays the same.</summary>
internal sealed class AcknowledgementWatch
{
    /// <summary>Looks at the same message that are one too many.</summary>
    public const int Most = 4;

    private Outgoing? _oldest;
    private int _looks;

    /// <summary>Looks.</summary>
    /// <param name="oldest">The oldest message that was sent and is not acknowledged; null: there is none.</param>
    /// <returns>Whether it is time to give the connection up.</returns>
    public bool IsStuck(Outgoing? oldest)
    {
        _looks = oldest is null || oldest != _oldest ? 1 : _looks + 1;
        _oldest = oldest;
        return oldest is not null && _looks >= Most;
    }
}

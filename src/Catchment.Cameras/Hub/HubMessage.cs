namespace Catchment.Cameras.Hub;

/// <summary>
/// The text of a message, taken apart: <c>node-and-view | type [ | more … ]</c>. The whole second field decides, so that
/// events whose name begins like a picture's (<c>intrusion</c>, <c>jam</c>, <c>Humidity</c>) are events.
/// </summary>
/// <remarks>Source: the camera specification, 3.2.</remarks>
public readonly ref struct HubMessage
{
    private HubMessage(HubMessageKind kind, ReadOnlySpan<byte> nodeAndView)
    {
        Kind = kind;
        NodeAndView = nodeAndView;
    }

    /// <summary>What it asks for.</summary>
    public HubMessageKind Kind { get; }

    /// <summary>The first field as sent, UTF-8: node name, a blank, view name; blanks around it are not cut.</summary>
    public ReadOnlySpan<byte> NodeAndView { get; }

    /// <summary>Takes a text apart.</summary>
    /// <param name="text">The message text, UTF-8.</param>
    public static HubMessage Parse(ReadOnlySpan<byte> text)
    {
        var bar = text.IndexOf((byte)'|');
        if (bar < 0)
            return new HubMessage(HubMessageKind.TestPicture, text);
        var rest = text[(bar + 1)..];
        var end = rest.IndexOf((byte)'|');
        return new HubMessage(KindOf(end < 0 ? rest : rest[..end]), text[..bar]);
    }

    private static HubMessageKind KindOf(ReadOnlySpan<byte> type)
    {
        if (type.IsEmpty)
            return HubMessageKind.NoType;
        if (type.SequenceEqual("jpg"u8))
            return HubMessageKind.Jpeg;
        if (type.SequenceEqual("image"u8))
            return HubMessageKind.RawPicture;
        return type.SequenceEqual("Heartbeat"u8) ? HubMessageKind.Heartbeat : HubMessageKind.Event;
    }
}

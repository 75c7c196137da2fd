using Catchment.Protocols.ImageZmq;

namespace Catchment.Cameras.Demo;

/// <summary>One message that a simulated node sends.</summary>
/// <param name="Text">What it says: node, view and type.</param>
/// <param name="Header">Frame 1.</param>
/// <param name="Picture">Frame 2.</param>
/// <param name="IsFrame">It is a camera's frame, which keeps to the rate; an event message does not.</param>
internal sealed record DemoMessage(string Text, ReadOnlyMemory<byte> Header, ReadOnlyMemory<byte> Picture, bool IsFrame)
{
    /// <summary>An event message; as nodes do, with a tiny grey picture.</summary>
    internal static DemoMessage Event(string text) => new(text, ImageZmqEncoder.JpegHeader(text), DemoPictures.Dot, IsFrame: false);

    /// <summary>A frame.</summary>
    internal static DemoMessage Frame(string nodeAndView, ReadOnlyMemory<byte> jpeg) => new(nodeAndView + "|jpg", ImageZmqEncoder.JpegHeader(nodeAndView + "|jpg"), jpeg, IsFrame: true);
}

namespace Catchment.Cameras.Video;

/// <summary>A film could not be made; the message is for the person who asked.</summary>
public sealed class EventVideoException(EventVideoFault fault, string message) : Exception(message)
{
    /// <summary>Why, in a word.</summary>
    public EventVideoFault Fault => fault;
}

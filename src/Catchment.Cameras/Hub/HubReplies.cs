namespace Catchment.Cameras.Hub;

/// <summary>
/// What the hub answers: <c>OK</c>, or a short text that begins with <c>ERROR</c> and says why nothing was kept. Camera nodes return
/// the reply unread; it is for people who look.
/// </summary>
/// <remarks>Source: the camera specification, 2, 3.2 and 3.5.</remarks>
internal static class HubReplies
{
    internal static ReadOnlySpan<byte> Ok => "OK"u8;

    internal static ReadOnlySpan<byte> NotTwoFrames => "ERROR a message has two frames"u8;

    internal static ReadOnlySpan<byte> NotImageZmq => "ERROR frame 1 is no JSON object with a text msg"u8;

    internal static ReadOnlySpan<byte> NoType => "ERROR the type field is empty"u8;

    internal static ReadOnlySpan<byte> NotJpeg => "ERROR frame 2 is no JPEG"u8;

    internal static ReadOnlySpan<byte> NotArray => "ERROR frame 2 is no array of a dtype and shape in frame 1"u8;

    internal static ReadOnlySpan<byte> NameTooLong => "ERROR node and view are too long"u8;

    internal static ReadOnlySpan<byte> NoSpace => "ERROR disk full"u8;

    internal static ReadOnlySpan<byte> NotStored => "ERROR not stored"u8;

    internal static ReadOnlySpan<byte> Busy => "ERROR busy, not stored in time"u8;
}

using Catchment.Protocols.ZeroMq;

namespace Catchment.Interop.Tests.ZeroMq;

/// <summary>Messages of all kinds: short and long frames at the border between the two headers, empty frames, many, and large ones.</summary>
internal static class Samples
{
    public static IReadOnlyList<ReadOnlyMemory<byte>[]> Messages { get; } =
    [
        [Bytes(1)],
        [Bytes(0)],
        [Bytes(0), Bytes(0)],
        [Bytes(3), Bytes(0), Bytes(3)],
        [.. Enumerable.Range(0, 60).Select(Bytes)],
        [Bytes(255)],
        [Bytes(256)],
        [Bytes(20), Bytes(65_536)],
        [Bytes(20), Bytes(3_000_000), Bytes(1_000_000)],
    ];

    public static void ShouldEqual(ZmqMessage message, ReadOnlyMemory<byte>[] frames, int skip = 0)
    {
        (message.FrameCount - skip).ShouldBe(frames.Length);
        for (var i = 0; i < frames.Length; i++) message[i + skip].SequenceEqual(frames[i].Span).ShouldBeTrue($"frame {i}");
    }

    private static ReadOnlyMemory<byte> Bytes(int count)
    {
        var bytes = new byte[count];
        for (var i = 0; i < count; i++) bytes[i] = (byte)(i * 31);
        return bytes;
    }
}

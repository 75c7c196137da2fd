using System.Buffers;

namespace Catchment.Protocols.ZeroMq.Connections;

/// <summary>
/// Memory of received messages: pooled up to a size. The shared pool keeps returned arrays for each thread and each size, so with a
/// thread for each connection large ones would pile up where no budget sees them; those are left to the garbage collector.
/// </summary>
internal static class MessageMemory
{
    private const int LargestPooled = 1024 * 1024;

    /// <summary>An array of at least this size.</summary>
    public static byte[] Rent(int size) =>
        size <= LargestPooled ? ArrayPool<byte>.Shared.Rent(size) : GC.AllocateUninitializedArray<byte>(size);

    /// <summary>Gives an array of <see cref="Rent"/> back; it must not be used any more.</summary>
    public static void Return(byte[] bytes)
    {
        if (bytes.Length is > 0 and <= LargestPooled) ArrayPool<byte>.Shared.Return(bytes);
    }
}

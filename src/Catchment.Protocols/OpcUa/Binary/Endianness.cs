namespace Catchment.Protocols.OpcUa.Binary;

/// <summary>For machines whose numbers are not little-endian, as those of the encoding are.</summary>
internal static class Endianness
{
    /// <summary>Turns the bytes of each number around.</summary>
    /// <param name="numbers">Whole numbers.</param>
    /// <param name="size">Bytes of each.</param>
    public static void Reverse(Span<byte> numbers, int size)
    {
        if (size == 1)
            return;
        for (var at = 0; at < numbers.Length; at += size)
            numbers.Slice(at, size).Reverse();
    }
}

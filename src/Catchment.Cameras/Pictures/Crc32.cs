using System.Runtime.InteropServices;

namespace Catchment.Cameras.Pictures;

/// <summary>PNG's checksum, eight bytes a step (slicing by 8): about ten times as fast as a byte a step.</summary>
/// <remarks>Source: PNG, annex D; polynomial 0xEDB88320 (reflected).</remarks>
internal static class Crc32
{
    private const uint Polynomial = 0xEDB88320;
    private const int Slices = 8;
    private const int Entries = 256;

    private static readonly uint[] Tables = MakeTables();

    /// <summary>The checksum of some bytes.</summary>
    internal static uint Of(ReadOnlySpan<byte> bytes) => Continue(0, bytes);

    /// <summary>The checksum of what has the checksum <paramref name="crc"/>, followed by some more bytes.</summary>
    internal static uint Continue(uint crc, ReadOnlySpan<byte> bytes)
    {
        ReadOnlySpan<uint> tables = Tables;
        crc = ~crc;
        var words = MemoryMarshal.Cast<byte, ulong>(bytes);
        foreach (var word in words)
        {
            // The least significant byte comes first, as on every machine that .NET runs on.
            var low = (uint)word ^ crc;
            var high = (uint)(word >> 32);
            crc = tables[(7 * Entries) + (byte)low] ^ tables[(6 * Entries) + (byte)(low >> 8)]
                ^ tables[(5 * Entries) + (byte)(low >> 16)] ^ tables[(4 * Entries) + (int)(low >> 24)]
                ^ tables[(3 * Entries) + (byte)high] ^ tables[(2 * Entries) + (byte)(high >> 8)]
                ^ tables[Entries + (byte)(high >> 16)] ^ tables[(int)(high >> 24)];
        }

        foreach (var one in bytes[(words.Length * sizeof(ulong))..])
            crc = tables[(byte)(crc ^ one)] ^ (crc >> 8);
        return ~crc;
    }

    private static uint[] MakeTables()
    {
        var tables = new uint[Slices * Entries];
        for (var i = 0; i < Entries; i++)
        {
            var crc = (uint)i;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc & 1) == 0 ? crc >> 1 : (crc >> 1) ^ Polynomial;
            tables[i] = crc;
        }

        for (var i = Entries; i < tables.Length; i++)
            tables[i] = tables[(byte)tables[i - Entries]] ^ (tables[i - Entries] >> 8);
        return tables;
    }
}

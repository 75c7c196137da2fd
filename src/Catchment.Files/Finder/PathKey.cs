using Catchment.Core.Storage;

namespace Catchment.Files.Finder;

/// <summary>
/// Stands for a path in memory: 64 bits of its bytes, made component by component, so that a walk makes no text of a path that it knows.
/// Two paths with one number would have to have one stamp as well, by which one of them would not be seen.
/// </summary>
internal readonly record struct PathKey(ulong Value)
{
    private const ulong Offset = 0xcbf29ce484222325; // FNV-1a, 64 bits
    private const ulong Prime = 0x100000001b3;

    /// <summary>The folder in which everything is looked for.</summary>
    internal static PathKey Root { get; } = new(Offset);

    /// <summary>A name in this folder.</summary>
    internal PathKey In(ReadOnlySpan<byte> name)
    {
        var value = (Value ^ (byte)'/') * Prime;
        foreach (var b in name)
            value = (value ^ b) * Prime;
        return new PathKey(value);
    }

    /// <summary>Stands for a file as it was: another size, time or file under the name has another.</summary>
    internal static ulong Stamp(FileFacts facts) => Mix(Mix(Mix((ulong)facts.Size) ^ (ulong)facts.Modified) ^ facts.Inode);

    // The end of MurmurHash3: each bit of what goes in changes about half of those that come out.
    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 33)) * 0xff51afd7ed558ccd;
        value = (value ^ (value >> 33)) * 0xc4ceb9fe1a85ec53;
        return value ^ (value >> 33);
    }
}

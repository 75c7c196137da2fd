namespace Catchment.Protocols.Flatlogs;

/// <summary>Reads the entries of a flatlog file that is in memory. Allocates nothing and throws nothing. Source: telemetry 7.</summary>
/// <param name="bytes">The file, or its end from the start of an entry on.</param>
/// <param name="offset">Where in the file the bytes begin.</param>
public ref struct FlatlogSpanReader(ReadOnlySpan<byte> bytes, long offset = 0)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private readonly long _offset = offset;
    private int _next;

    /// <summary>The entry that <see cref="Read"/> came upon.</summary>
    public FlatlogEntry Entry { get; private set; }

    /// <summary>Where the next entry begins, or the incomplete one, in bytes of the file.</summary>
    public readonly long Position => _offset + _next;

    /// <summary>Reads the next entry.</summary>
    /// <returns><see cref="FlatlogStep.Entry"/>, <see cref="FlatlogStep.End"/> or <see cref="FlatlogStep.Incomplete"/>.</returns>
    public FlatlogStep Read()
    {
        var there = _bytes[_next..];
        if (there.IsEmpty)
            return FlatlogStep.End;
        if (!FlatlogHeader.TryRead(there, out var header) || header.MessageLength > (ulong)(there.Length - header.Length))
            return FlatlogStep.Incomplete;
        Entry = new FlatlogEntry(header, there.Slice(header.Length, (int)header.MessageLength), Position);
        _next += header.Length + (int)header.MessageLength;
        return FlatlogStep.Entry;
    }
}

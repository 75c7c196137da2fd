namespace Catchment.Protocols.Flatlogs;

/// <summary>A complete entry of a flatlog file; a view of its reader's bytes until the reader goes on. Source: telemetry 7.</summary>
public readonly ref struct FlatlogEntry
{
    /// <summary>Makes an entry.</summary>
    /// <param name="header">What stands before the message.</param>
    /// <param name="message">The message; empty: there is none.</param>
    /// <param name="offset">Where in the file the entry begins, in bytes.</param>
    public FlatlogEntry(FlatlogHeader header, ReadOnlySpan<byte> message, long offset)
    {
        Header = header;
        Message = message;
        Offset = offset;
    }

    /// <summary>What stands before the message.</summary>
    public FlatlogHeader Header { get; }

    /// <summary>The message, not verified; empty: there is none.</summary>
    public ReadOnlySpan<byte> Message { get; }

    /// <summary>Where in the file the entry begins, in bytes.</summary>
    public long Offset { get; }
}

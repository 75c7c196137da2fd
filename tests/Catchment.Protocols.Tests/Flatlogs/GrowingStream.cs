namespace Catchment.Protocols.Tests.Flatlogs;

/// <summary>A file that is read while it is being written.</summary>
internal sealed class GrowingStream : MemoryStream
{
    public void Append(ReadOnlySpan<byte> bytes)
    {
        var at = Position;
        Position = Length;
        Write(bytes);
        Position = at;
    }
}

namespace Catchment.Protocols.Tests.Flatlogs;

/// <summary>Bytes that come in small pieces.</summary>
internal sealed class PieceStream(byte[] bytes, int piece) : MemoryStream(bytes)
{
    public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, piece));
}

using Catchment.Protocols.OpcUa.Security;

namespace Catchment.Protocols.OpcUa.Channels;

/// <summary>Protects one direction with the keys of a token. Source: OPC 10000-6, 6.7.5.</summary>
/// <param name="keys">The keys; they go with this.</param>
/// <param name="encrypts">Signs and encrypts, not only signs.</param>
internal sealed class SymmetricProtection(SymmetricKeys keys, bool encrypts) : ChunkProtection
{
    public override int SignatureSize => SymmetricKeys.SignatureLength;

    public override int PlainBlockSize => encrypts ? SymmetricKeys.BlockLength : 1;

    public override int CipherBlockSize => PlainBlockSize;

    public override void Sign(ReadOnlySpan<byte> data, Span<byte> signature) => keys.Sign(data, signature);

    public override bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) => keys.Verify(data, signature);

    public override void Encrypt(Span<byte> area, int plainLength)
    {
        if (encrypts)
            keys.Encrypt(area);
    }

    public override int Decrypt(Span<byte> area)
    {
        if (encrypts)
            keys.Decrypt(area);
        return area.Length;
    }

    protected override void Dispose(bool disposing)
    {
        keys.Dispose();
        base.Dispose(disposing);
    }
}

using System.Buffers;
using Catchment.Protocols.OpcUa.Security;

namespace Catchment.Protocols.OpcUa.Channels;

/// <summary>Protects the chunks that open a channel: signed by the sender's key, encrypted for the receiver's. Source: OPC 10000-6, 6.7.4.</summary>
/// <param name="signing">The sender's key.</param>
/// <param name="encrypting">The receiver's key.</param>
internal sealed class AsymmetricProtection(AsymmetricKey signing, AsymmetricKey encrypting) : ChunkProtection
{
    public override int SignatureSize => signing.SignatureLength;

    public override int PlainBlockSize => encrypting.PlainBlockLength;

    public override int CipherBlockSize => encrypting.CipherBlockLength;

    public override void Sign(ReadOnlySpan<byte> data, Span<byte> signature) => signing.Sign(data, signature);

    public override bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) => signing.Verify(data, signature);

    public override void Encrypt(Span<byte> area, int plainLength)
    {
        var plain = ArrayPool<byte>.Shared.Rent(plainLength);
        try
        {
            area[..plainLength].CopyTo(plain);
            encrypting.Encrypt(plain.AsSpan(0, plainLength), area);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(plain, clearArray: true);
        }
    }

    public override int Decrypt(Span<byte> area) => encrypting.Decrypt(area, area);
}

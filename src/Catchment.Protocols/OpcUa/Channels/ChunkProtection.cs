namespace Catchment.Protocols.OpcUa.Channels;

/// <summary>Signs and encrypts the chunks of one direction; this one does neither. The codec needs nothing but the sizes to know what a chunk can hold. Source: OPC 10000-6, 6.7.2.</summary>
internal class ChunkProtection : IDisposable
{
    /// <summary>The policy None.</summary>
    public static ChunkProtection None { get; } = new();

    /// <summary>Bytes of a signature.</summary>
    public virtual int SignatureSize => 0;

    /// <summary>Bytes that go into an encrypted block; 1 when nothing is encrypted.</summary>
    public virtual int PlainBlockSize => 1;

    /// <summary>Bytes of an encrypted block; 1 when nothing is encrypted.</summary>
    public virtual int CipherBlockSize => 1;

    /// <summary>Bytes that tell the length of the padding: none without encryption, two when the blocks are larger than a byte can tell.</summary>
    public int PaddingLengthSize => CipherBlockSize switch
    {
        1 => 0,
        <= 256 => 1,
        _ => 2,
    };

    /// <summary>Signs.</summary>
    /// <param name="data">What is signed.</param>
    /// <param name="signature"><see cref="SignatureSize"/> bytes.</param>
    public virtual void Sign(ReadOnlySpan<byte> data, Span<byte> signature)
    {
    }

    /// <summary>Whether a signature is right.</summary>
    public virtual bool Verify(ReadOnlySpan<byte> data, ReadOnlySpan<byte> signature) => true;

    /// <summary>Encrypts in place.</summary>
    /// <param name="area">As long as the encrypted blocks; begins with what is to be encrypted.</param>
    /// <param name="plainLength">The length of that; a multiple of <see cref="PlainBlockSize"/>.</param>
    /// <exception cref="OpcUaException">BadSecurityChecksFailed: the peer's key cannot encrypt.</exception>
    public virtual void Encrypt(Span<byte> area, int plainLength)
    {
    }

    /// <summary>Decrypts in place.</summary>
    /// <param name="area">The encrypted blocks.</param>
    /// <returns>How many bytes at its begin are decrypted now.</returns>
    /// <exception cref="OpcUaException">BadSecurityChecksFailed, whatever is wrong with it.</exception>
    public virtual int Decrypt(Span<byte> area) => area.Length;

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(disposing: true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Forgets the keys.</summary>
    protected virtual void Dispose(bool disposing)
    {
    }
}

namespace Catchment.Protocols.Iec104.Links;

/// <summary>Takes a stream, split and joined in any way, apart into APDUs. Its one buffer is all that a peer can cause.</summary>
internal sealed class ApduBuffer
{
    private readonly byte[] _bytes = GC.AllocateUninitializedArray<byte>(16 * Apci.MaxApduOctets);
    private int _begin;
    private int _end;

    /// <summary>Where received bytes go; never empty after <see cref="TryTake"/> gave nothing.</summary>
    public Memory<byte> Room => _bytes.AsMemory(_end);

    /// <summary>Whether an APDU has begun and is not complete.</summary>
    public bool HasPart => _end > _begin;

    /// <summary>Takes what was received into <see cref="Room"/>.</summary>
    public void Received(int bytes) => _end += bytes;

    /// <summary>The next complete APDU, valid until the next call.</summary>
    /// <exception cref="Iec104Exception"><see cref="Iec104Fault.Protocol"/>: there is none where one should begin.</exception>
    public bool TryTake(out ReadOnlySpan<byte> apdu)
    {
        var bytes = _bytes.AsSpan(_begin, _end - _begin);
        var length = Apci.LengthOf(bytes);
        if (length > 0 && length <= bytes.Length)
        {
            apdu = bytes[..length];
            _begin += length;
            return true;
        }

        bytes.CopyTo(_bytes);
        (_begin, _end) = (0, bytes.Length);
        apdu = default;
        return false;
    }
}

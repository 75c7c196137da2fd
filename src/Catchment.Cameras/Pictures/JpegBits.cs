namespace Catchment.Cameras.Pictures;

/// <summary>Writes bits, the highest first, into room that is large enough; a byte FF is followed by 00.</summary>
/// <remarks>Source: ITU-T T.81, F.1.2.3.</remarks>
internal ref struct JpegBits
{
    private Span<byte> _room;
    private int _written;
    private ulong _bits;
    private int _count;

    /// <summary>Goes on in new room; fewer than eight bits may be left over from before.</summary>
    internal void Into(Span<byte> room)
    {
        _room = room;
        _written = 0;
    }

    /// <summary>Bytes written into the room.</summary>
    internal readonly int Written => _written;

    /// <summary>Writes the lowest bits of a number.</summary>
    internal void Write(uint value, int count)
    {
        _bits = (_bits << count) | value;
        _count += count;
        while (_count >= 8)
        {
            _count -= 8;
            var one = (byte)(_bits >> _count);
            _room[_written++] = one;
            if (one == 0xFF)
                _room[_written++] = 0;
        }
    }

    /// <summary>Fills the last byte with ones.</summary>
    internal void Fill()
    {
        if (_count > 0)
            Write((1u << (8 - _count)) - 1, 8 - _count);
    }
}

namespace Catchment.Protocols.Iec104.Asdus;

/// <summary>Reads the objects of one ASDU of a known type, without allocating.</summary>
internal ref struct AsduReader
{
    private readonly AsduFormat _format;
    private readonly ElementLayout _layout;
    private ReadOnlySpan<byte> _left;
    private int _remaining;
    private int _next;

    /// <summary>Checks that an ASDU is as long as it has to be.</summary>
    /// <param name="asdu">The ASDU.</param>
    /// <param name="header">Its header, which was read before.</param>
    /// <param name="format">The sizes of its fields.</param>
    /// <exception cref="Iec104Exception"><see cref="Iec104Fault.Malformed"/>: it is longer or shorter, of no known type, or empty.</exception>
    public AsduReader(ReadOnlySpan<byte> asdu, in AsduHeader header, AsduFormat format)
    {
        if (!ElementLayout.TryOf(header.Type, out _layout))
            throw new Iec104Exception(Iec104Fault.Malformed, $"The type {(int)header.Type} is not known.");
        _left = asdu[format.HeaderOctets..];
        (_format, _remaining, IsSequence) = (format, header.Count, header.IsSequence);
        var length = IsSequence
            ? format.ObjectAddressOctets + (_remaining * _layout.Octets)
            : _remaining * (format.ObjectAddressOctets + _layout.Octets);
        if (_remaining == 0 || _left.Length != length)
            throw new Iec104Exception(Iec104Fault.Malformed, $"{header.Type} with {_remaining} objects has {_left.Length} octets instead of {length}.");
        if (!IsSequence)
            return;
        _next = ReadAddress();
        if (_next + _remaining - 1 > format.MaxObjectAddress)
            throw new Iec104Exception(Iec104Fault.Malformed, $"{_remaining} addresses from {_next} on go beyond the last one.");
    }

    /// <summary>Whether the addresses follow one another.</summary>
    public bool IsSequence { get; }

    /// <summary>The next object.</summary>
    /// <returns>Whether there was one.</returns>
    public bool TryRead(out InformationObject one)
    {
        one = default;
        if (_remaining == 0)
            return false;
        _remaining--;
        one = _layout.Read(IsSequence ? _next++ : ReadAddress(), _left);
        _left = _left[_layout.Octets..];
        return true;
    }

    private int ReadAddress()
    {
        var address = 0;
        for (var i = 0; i < _format.ObjectAddressOctets; i++)
            address |= _left[i] << (8 * i);
        _left = _left[_format.ObjectAddressOctets..];
        return address;
    }
}

namespace Catchment.Protocols.Iec104.Asdus;

/// <summary>Writes one ASDU, object by object, until it is full, without allocating.</summary>
internal ref struct AsduWriter
{
    private const int MaxObjects = 127;

    private readonly Span<byte> _asdu;
    private readonly AsduFormat _format;
    private readonly ElementLayout _layout;
    private readonly bool _isSequence;
    private int _next;

    /// <summary>Begins one.</summary>
    /// <param name="into">Where; longer than the format's longest ASDU is of no use.</param>
    /// <param name="header">Its header; the count is counted.</param>
    /// <param name="format">The sizes of its fields.</param>
    /// <exception cref="Iec104Exception"><see cref="Iec104Fault.Argument"/>: the type is not known.</exception>
    public AsduWriter(Span<byte> into, in AsduHeader header, AsduFormat format)
    {
        if (!ElementLayout.TryOf(header.Type, out _layout))
            throw new Iec104Exception(Iec104Fault.Argument, $"The type {(int)header.Type} is not known.");
        _asdu = into[..Math.Min(into.Length, format.MaxAsduOctets)];
        (_format, _isSequence) = (format, header.IsSequence);
        (header with { Count = 0 }).Write(into, format);
        Length = format.HeaderOctets;
    }

    /// <summary>Octets so far.</summary>
    public int Length { get; private set; }

    /// <summary>Objects so far.</summary>
    public int Count { get; private set; }

    /// <summary>Adds an object.</summary>
    /// <returns>False when it is full, or, with SQ, the address is not the next one.</returns>
    public bool TryAdd(in InformationObject one)
    {
        var hasAddress = !_isSequence || Count == 0;
        var octets = _layout.Octets + (hasAddress ? _format.ObjectAddressOctets : 0);
        if (Count == MaxObjects || Length + octets > _asdu.Length || (!hasAddress && one.Address != _next))
            return false;
        if (hasAddress)
        {
            for (var i = 0; i < _format.ObjectAddressOctets; i++)
                _asdu[Length + i] = (byte)(one.Address >> (8 * i));
        }

        _layout.Write(_asdu[(Length + octets - _layout.Octets)..], one);
        Length += octets;
        Count++;
        _asdu[1]++;
        _next = one.Address + 1;
        return true;
    }
}

namespace Catchment.Protocols.OpcUa.Channels;

/// <summary>The sequence numbers of one direction of a channel: one more with each chunk. Source: OPC 10000-6, 6.7.2.4.</summary>
internal struct SequenceNumbers
{
    /// <summary>From here on a number may be followed by a small one.</summary>
    private const uint WrapFrom = uint.MaxValue - 1024;
    private const uint WrapTo = 1024;

    private bool _hasBegun;

    /// <summary>Begins after a number.</summary>
    public SequenceNumbers(uint last) => (Last, _hasBegun) = (last, true);

    /// <summary>The number of the last chunk.</summary>
    public uint Last { get; private set; }

    /// <summary>The number of the next chunk that is sent.</summary>
    public uint Next()
    {
        Last = Last >= WrapFrom ? 1 : Last + 1;
        return Last;
    }

    /// <summary>Takes the number of a received chunk.</summary>
    /// <exception cref="OpcUaException">BadSequenceNumberInvalid: it does not follow, so chunks were lost, repeated or moved.</exception>
    public void Take(uint number)
    {
        var follows = !_hasBegun || number == Last + 1 || (Last >= WrapFrom && number < WrapTo);
        if (!follows)
            throw new OpcUaException(StatusCodes.BadSequenceNumberInvalid, $"Chunk {number} follows chunk {Last}.");
        (Last, _hasBegun) = (number, true);
    }
}

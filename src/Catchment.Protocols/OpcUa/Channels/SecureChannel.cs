using System.Buffers.Binary;
using Catchment.Protocols.OpcUa.Binary;
using Catchment.Protocols.OpcUa.Security;
using Catchment.Protocols.OpcUa.Transport;

namespace Catchment.Protocols.OpcUa.Channels;

/// <summary>
/// The state of an open secure channel at either end: its tokens and sequence numbers. What is sent needs its owner's lock, and so does the
/// change of a token; received chunks are opened by one thread at a time. Source: OPC 10000-6, 6.7.
/// </summary>
internal sealed class SecureChannel : IDisposable
{
    private const int TokenHeaderLength = 4;
    private const int MaxOlder = 4;

    private readonly TransportLimits _limits;
    private readonly TimeProvider _time;
    private readonly bool _isServer;
    private readonly List<ChannelToken> _older = []; // Oldest first; for the thread that receives.
    private volatile ChannelToken? _newest;
    private ChannelToken? _sending;
    private SequenceNumbers _sent;
    private SequenceNumbers _received;

    /// <summary>A channel without a token yet.</summary>
    /// <param name="policy">Its policy for good.</param>
    /// <param name="mode">Its mode for good.</param>
    /// <param name="limits">What was agreed on.</param>
    /// <param name="time">The clock of the tokens.</param>
    /// <param name="isServer">A server goes on with the old token until its client uses the new one or the old one is over; a client takes the new one at once.</param>
    /// <param name="sent">The number of the last chunk that was sent.</param>
    public SecureChannel(SecurityPolicy policy, MessageSecurityMode mode, TransportLimits limits, TimeProvider time, bool isServer, uint sent = 0)
    {
        (Policy, Mode, _limits, _time, _isServer) = (policy, mode, limits, time, isServer);
        _sent = new SequenceNumbers(sent);
    }

    /// <summary>Its number at the server; 0 until it is open.</summary>
    public uint Id { get; set; }

    /// <summary>Its policy.</summary>
    public SecurityPolicy Policy { get; }

    /// <summary>Its mode.</summary>
    public MessageSecurityMode Mode { get; }

    /// <summary>Whether there is no token that still counts.</summary>
    public bool IsOver => _newest?.IsOver(_time) ?? true;

    /// <summary>Takes a new token; those before count until a later one is used or their time is over, for a client may not have used the last one yet.</summary>
    public void Install(ChannelToken token)
    {
        if (_newest is not null)
            _older.Add(_newest);
        _newest = token;
        if (!_isServer)
            _sending = token;
        _sending ??= token;
        while (_older.Count > MaxOlder || (_older.Count > 0 && _older[0].IsOver(_time)))
            Drop(1, token);
    }

    /// <summary>Takes the number of a chunk that opens or renews the channel.</summary>
    /// <exception cref="OpcUaException">BadSequenceNumberInvalid.</exception>
    public void TakeSequence(uint number) => _received.Take(number);

    /// <summary>Takes the protection off a received chunk, in place.</summary>
    /// <param name="chunk">The whole chunk.</param>
    /// <param name="gate">The lock of what is sent.</param>
    /// <exception cref="OpcUaException">
    /// BadTcpSecureChannelUnknown, BadSecureChannelTokenUnknown, BadSecurityChecksFailed, BadSequenceNumberInvalid, BadDecodingError: the
    /// connection is not to be trusted any more.
    /// </exception>
    public OpenedChunk Open(Span<byte> chunk, Lock gate)
    {
        if (chunk.Length < ChunkCodec.HeaderLength + TokenHeaderLength + ChunkCodec.SequenceLength)
            throw UaReader.Broken("A chunk is too short.");
        if (BinaryPrimitives.ReadUInt32LittleEndian(chunk[ChunkHeader.Length..]) != Id)
            throw new OpcUaException(StatusCodes.BadTcpSecureChannelUnknown);
        var token = Find(BinaryPrimitives.ReadUInt32LittleEndian(chunk[ChunkCodec.HeaderLength..]));
        if (token is null || token.IsOver(_time))
            throw new OpcUaException(StatusCodes.BadSecureChannelTokenUnknown);
        var opened = ChunkCodec.Open(chunk, ChunkCodec.HeaderLength + TokenHeaderLength, token.Receiving);
        _received.Take(opened.Sequence);
        var before = token == _newest ? _older.Count : _older.IndexOf(token);
        if (before > 0)
        {
            lock (gate)
                Drop(before, token);
        }

        return opened;
    }

    /// <summary>Whether a message of so many bytes may be sent: whether its receiver takes it.</summary>
    public bool CanSend(int length) =>
        length <= _limits.SendMessageSize && (length + SendCapacity - 1) / SendCapacity <= _limits.SendChunkCount;

    /// <summary>Writes a message in as many chunks as it needs; its length was found good by <see cref="CanSend"/>.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="type">A message or the channel's end.</param>
    /// <param name="requestId">Which request, or which request's response.</param>
    /// <param name="body">The message.</param>
    public void Write(UaWriter writer, MessageType type, uint requestId, ReadOnlySpan<byte> body)
    {
        if (_sending!.IsExpired(_time))
            _sending = _newest;
        var capacity = SendCapacity;
        Span<byte> security = stackalloc byte[TokenHeaderLength];
        BinaryPrimitives.WriteUInt32LittleEndian(security, _sending!.Id);
        do
        {
            var part = body[..Math.Min(body.Length, capacity)];
            body = body[part.Length..];
            ChunkCodec.Write(writer, _sending.Sending, type, body.IsEmpty ? ChunkKind.Final : ChunkKind.Intermediate, Id, security, _sent.Next(), requestId, part);
        }
        while (!body.IsEmpty);
    }

    /// <summary>Writes the chunk that opens or renews the channel.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="header">Its security header.</param>
    /// <param name="protection">What it is protected with.</param>
    /// <param name="requestId">Which request, or which request's response.</param>
    /// <param name="body">The message.</param>
    /// <exception cref="OpcUaException">BadEncodingLimitsExceeded: it does not fit into one chunk.</exception>
    public void WriteOpen(UaWriter writer, AsymmetricHeader header, ChunkProtection protection, uint requestId, ReadOnlySpan<byte> body)
    {
        using var security = new UaWriter();
        header.Encode(security);
        if (body.Length > ChunkCodec.Capacity(protection, security.Length, _limits.SendChunkSize))
            throw new OpcUaException(StatusCodes.BadEncodingLimitsExceeded, "The certificates do not fit into a chunk.");
        ChunkCodec.Write(writer, protection, MessageType.Open, ChunkKind.Final, Id, security.Written, _sent.Next(), requestId, body);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _newest?.Dispose();
        _older.ForEach(static token => token.Dispose());
    }

    private int SendCapacity => ChunkCodec.Capacity(_sending!.Sending, TokenHeaderLength, _limits.SendChunkSize);

    /// <summary>The oldest tokens count no more. What was sent with one of them is sent with another now.</summary>
    private void Drop(int count, ChannelToken sending)
    {
        foreach (var token in _older.Take(count))
        {
            if (token == _sending)
                _sending = sending;
            token.Dispose();
        }

        _older.RemoveRange(0, count);
    }

    private ChannelToken? Find(uint id)
    {
        if (id == _newest?.Id)
            return _newest;
        foreach (var token in _older)
        {
            if (token.Id == id)
                return token;
        }

        return null;
    }
}

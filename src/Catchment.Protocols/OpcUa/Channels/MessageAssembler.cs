using System.Buffers;
using Catchment.Protocols.OpcUa.Transport;

namespace Catchment.Protocols.OpcUa.Channels;

/// <summary>
/// Joins the chunks of one message at a time. A message of one chunk is not copied. Source: OPC 10000-6, 6.7.2 and 6.7.3.
/// </summary>
/// <param name="limits">What was agreed on.</param>
/// <param name="budget">What longer messages take their buffers' size from.</param>
internal sealed class MessageAssembler(TransportLimits limits, BufferShare budget) : IDisposable
{
    private byte[] _joined = [];
    private int _taken;
    private int _length;
    private int _chunks;
    private uint _requestId;

    /// <summary>Bytes of a message that are taken at present; never more than was agreed on.</summary>
    public int MaxMessageSize { get; set; } = limits.ReceiveMessageSize;

    /// <summary>Whether a message has begun and is not complete.</summary>
    public bool HasPart => _chunks > 0;

    /// <summary>Takes a chunk.</summary>
    /// <param name="kind">Where in its message it stands.</param>
    /// <param name="requestId">Of which request.</param>
    /// <param name="body">Its body.</param>
    /// <param name="message">The whole message, good until the next call; a message that was given up is the abort chunk's body.</param>
    /// <returns>Whether the message is complete or was given up.</returns>
    /// <exception cref="OpcUaException">BadTcpMessageTooLarge, BadTcpNotEnoughResources; BadTcpMessageTypeInvalid: a chunk of another message comes before the end.</exception>
    public bool Take(ChunkKind kind, uint requestId, ArraySegment<byte> body, out ArraySegment<byte> message)
    {
        if (_chunks > 0 && requestId != _requestId)
            throw new OpcUaException(StatusCodes.BadTcpMessageTypeInvalid, "A message begins before the last one is complete.");
        message = body;
        if (kind == ChunkKind.Abort)
        {
            Forget();
            return true;
        }

        if (body.Count > MaxMessageSize - _length || ++_chunks > limits.ReceiveChunkCount)
            throw new OpcUaException(StatusCodes.BadTcpMessageTooLarge, $"A message has more than {MaxMessageSize} bytes or {limits.ReceiveChunkCount} chunks.");
        _requestId = requestId;
        if (kind == ChunkKind.Final && _length == 0)
        {
            _chunks = 0;
            return true;
        }

        Append(body);
        if (kind == ChunkKind.Intermediate)
            return false;
        message = new ArraySegment<byte>(_joined, 0, _length);
        (_length, _chunks) = (0, 0);
        return true;
    }

    /// <summary>Gives the buffer of the last message back.</summary>
    public void Release()
    {
        if (_chunks == 0 && _taken > 0)
            Forget();
    }

    /// <inheritdoc/>
    public void Dispose() => Forget();

    private void Append(ReadOnlySpan<byte> body)
    {
        if (body.Length > _joined.Length - _length)
        {
            var size = (int)Math.Min(Math.Max(2L * _joined.Length, _length + body.Length), MaxMessageSize);
            budget.Take(size);
            var larger = ArrayPool<byte>.Shared.Rent(size);
            _joined.AsSpan(0, _length).CopyTo(larger);
            GiveBack();
            (_joined, _taken) = (larger, size);
        }

        body.CopyTo(_joined.AsSpan(_length));
        _length += body.Length;
    }

    private void Forget()
    {
        GiveBack();
        (_joined, _length, _chunks) = ([], 0, 0);
    }

    private void GiveBack()
    {
        if (_joined.Length > 0)
            ArrayPool<byte>.Shared.Return(_joined);
        budget.Return(_taken);
        _taken = 0;
    }
}

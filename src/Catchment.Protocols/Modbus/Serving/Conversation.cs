namespace Catchment.Protocols.Modbus.Serving;

/// <summary>
/// One client's requests and replies, without its socket: takes bytes as they come, split anywhere, many requests at once or a part of
/// one, and lays the replies side by side until they are sent. Its one buffer is all the memory that a client can cause.
/// </summary>
/// <param name="responder">Who answers.</param>
/// <param name="observer">Is told of each answer.</param>
internal sealed class Conversation(ModbusResponder responder, IModbusServerObserver? observer)
{
    private const int InputBytes = 4 * MbapHeader.MaxFrameBytes;
    private const int OutputBytes = 12 * MbapHeader.MaxFrameBytes;

    private readonly byte[] _bytes = GC.AllocateUninitializedArray<byte>(InputBytes + OutputBytes);
    private int _begin;
    private int _end;
    private int _output = InputBytes;
    private bool _malformed;

    /// <summary>Where received bytes go; never empty after <see cref="ConversationStep.Receive"/>.</summary>
    public Memory<byte> Room => _bytes.AsMemory(_end, InputBytes - _end);

    /// <summary>The replies that are to be sent.</summary>
    public ReadOnlyMemory<byte> Replies => _bytes.AsMemory(InputBytes, _output - InputBytes);

    /// <summary>Takes what was received into <see cref="Room"/>.</summary>
    public void Received(int bytes) => _end += bytes;

    /// <summary>Forgets the replies: they were sent.</summary>
    public void Sent() => _output = InputBytes;

    /// <summary>Answers the requests that are complete, as far as there is room for the replies.</summary>
    public ConversationStep Advance()
    {
        while (!_malformed && _end - _begin >= MbapHeader.Bytes && OutputBytes + InputBytes - _output >= MbapHeader.MaxFrameBytes)
        {
            var header = MbapHeader.Read(_bytes.AsSpan(_begin));
            if (header.IsValid && _end - _begin < header.FrameBytes)
                break;
            _malformed = !header.IsValid || !Answer(header);
            _begin += header.FrameBytes;
        }

        if (_output > InputBytes)
            return ConversationStep.Send;
        if (_malformed)
            return ConversationStep.Close;
        _bytes.AsSpan(_begin, _end - _begin).CopyTo(_bytes);
        (_begin, _end) = (0, _end - _begin);
        return ConversationStep.Receive;
    }

    private bool Answer(MbapHeader header)
    {
        var request = _bytes.AsSpan(_begin + MbapHeader.Bytes, header.Length - 1);
        var reply = _bytes.AsSpan(_output + MbapHeader.Bytes, ModbusLimits.PduBytes);
        int length;
        try
        {
            length = responder.Answer(header.Unit, request, reply);
        }
        catch (Exception e)
        {
            // A mistake in the tables is not the client's, and must not end the others' service.
            observer?.TablesFailed(e);
            reply[0] = request[0];
            length = ModbusResponder.Refuse(reply, ModbusExceptionCode.ServerDeviceFailure);
        }

        if (length == 0)
            return false;
        observer?.Answered(request[0], length == ModbusResponder.RefusalBytes ? (ModbusExceptionCode)reply[1] : ModbusExceptionCode.None);
        MbapHeader.Write(_bytes.AsSpan(_output), header.Transaction, header.Unit, length);
        _output += MbapHeader.Bytes + length;
        return true;
    }
}

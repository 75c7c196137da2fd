using Catchment.Protocols.Mqtt.Wire;

namespace Catchment.Protocols.Mqtt.Connections;

/// <summary>Reads packets from a stream. One reader at a time.</summary>
/// <param name="stream">Where they come from.</param>
/// <param name="version">Their version.</param>
/// <param name="limit">The most bytes of one.</param>
internal sealed class PacketStream(Stream stream, MqttVersion version, int limit)
{
    private byte[] _buffer = new byte[4096];
    private int _start;
    private int _end;

    /// <summary>Reads the next packet.</summary>
    /// <returns>Null when the stream has ended.</returns>
    /// <exception cref="MqttProtocolException">It is none.</exception>
    public async ValueTask<MqttPacket?> ReadAsync(CancellationToken cancel)
    {
        while (true)
        {
            var needed = MqttDecoder.Measure(_buffer.AsSpan(_start.._end), limit, out var header);
            if (needed > 0 && needed <= _end - _start)
            {
                var packet = MqttDecoder.Read(_buffer[_start], _buffer.AsSpan((_start + header)..(_start + needed)), version);
                _start += needed;
                return packet;
            }

            MakeRoom(needed);
            var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancel);
            if (read == 0)
                return null;
            _end += read;
        }
    }

    /// <summary>Grows with what arrives, not with what is announced.</summary>
    private void MakeRoom(int needed)
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start.._end).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        if (_end == _buffer.Length)
            Array.Resize(ref _buffer, Math.Clamp(needed, _buffer.Length + 1, 2 * _buffer.Length));
    }
}

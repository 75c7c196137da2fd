using System.Buffers.Binary;
using System.Text;

namespace Catchment.Benchmarks.Load;

/// <summary>The bytes that a REQ sender puts on the wire for one imagezmq message, made once and sent many times.</summary>
/// <remarks>Source: the camera specification, section 2; ZMTP 3.0 (RFC 23), framing.</remarks>
internal static class FrameWire
{
    /// <summary>A JPEG's first two bytes and its last two.</summary>
    internal const int LeastPayload = 4;

    private const byte More = 0x01;
    private const byte Long = 0x02;
    private const int Seed = 20181230;

    /// <summary>Makes the bytes of camera <paramref name="camera"/>'s message: delimiter, JSON text, payload.</summary>
    /// <param name="camera">The camera's number, part of its name.</param>
    /// <param name="payloadBytes">Size of the JPEG-like payload, at least <see cref="LeastPayload"/>.</param>
    internal static byte[] Build(int camera, int payloadBytes)
    {
        var text = Encoding.ASCII.GetBytes($$"""{"msg": "Camera {{camera:00}}|jpg"}""");
        using var wire = new MemoryStream(payloadBytes + 64);
        WriteFrame(wire, [], More);
        WriteFrame(wire, text, More);
        WriteFrame(wire, Payload(payloadBytes), 0);
        return wire.ToArray();
    }

    /// <summary>Bytes with a JPEG's beginning and end, and incompressible in between.</summary>
    /// <param name="length">At least <see cref="LeastPayload"/>.</param>
    internal static byte[] Payload(int length)
    {
        var payload = new byte[length];
        new Random(Seed).NextBytes(payload);
        payload[0] = 0xFF;
        payload[1] = 0xD8;
        payload[^2] = 0xFF;
        payload[^1] = 0xD9;
        return payload;
    }

    private static void WriteFrame(MemoryStream wire, ReadOnlySpan<byte> body, byte flags)
    {
        if (body.Length <= byte.MaxValue)
        {
            wire.Write([flags, (byte)body.Length]);
        }
        else
        {
            Span<byte> header = stackalloc byte[9];
            header[0] = (byte)(flags | Long);
            BinaryPrimitives.WriteInt64BigEndian(header[1..], body.Length);
            wire.Write(header);
        }

        wire.Write(body);
    }
}

using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Catchment.Protocols.Pickle;
using Catchment.Protocols.ZeroMq;

namespace Catchment.DataFeed;

/// <summary>Reads the framings of the pump's replies. Source: the camera specification, 6.2.</summary>
internal static class PumpReply
{
    private const int LongestPlain = 64;
    private const int LargestHeader = 64 << 10;

    private static readonly PickleLimits Limits = new();

    /// <summary>The payload of a reply of two frames.</summary>
    /// <param name="reply">The frames.</param>
    /// <param name="request">What was asked, for messages.</param>
    /// <exception cref="DataFeedException">The pump refused, or the reply is none.</exception>
    public static ReadOnlySpan<byte> Payload(ZmqMessage reply, string request)
    {
        if (reply.FrameCount == 1 && Plain(reply) is { } plain) throw new DataFeedException($"the pump answered {request} with '{plain}'", plain);
        if (reply.FrameCount != 2) throw new DataFeedException($"the pump answered {request} with {reply.FrameCount} frames instead of 2");
        CheckHeader(reply[0], request);
        return reply[1];
    }

    /// <summary>A reply of one frame with a short ASCII text; null when it is something else.</summary>
    public static string? Plain(ZmqMessage reply)
    {
        if (reply.FrameCount != 1) return null;
        var text = reply[0];
        return text.Length <= LongestPlain && !text.ContainsAnyExceptInRange((byte)' ', (byte)'~') ? Encoding.ASCII.GetString(text) : null;
    }

    /// <summary>What a pickle holds.</summary>
    /// <param name="payload">The pickle.</param>
    /// <param name="request">What was asked, for messages.</param>
    /// <param name="read">Reads it.</param>
    /// <exception cref="DataFeedException">It is not what was asked for.</exception>
    public static T Unpickle<T>(ReadOnlySpan<byte> payload, string request, PickleRead<T> read)
    {
        try
        {
            return read(payload, Limits);
        }
        catch (PickleException e)
        {
            throw new DataFeedException($"the pump answered {request} with a pickle that cannot be read: {e.Message}", inner: e);
        }
    }

    /// <summary>The plain bytes of a payload in zlib's format.</summary>
    /// <exception cref="DataFeedException">The payload is not in that format, or too large.</exception>
    public static ReadOnlySpan<byte> Inflate(ReadOnlySpan<byte> payload, string request)
    {
        using var compressed = new MemoryStream(payload.ToArray());
        using var zlib = new ZLibStream(compressed, CompressionMode.Decompress);
        using var plain = new MemoryStream();
        var block = new byte[64 << 10];
        try
        {
            for (int read; (read = zlib.Read(block)) > 0;)
            {
                if (plain.Length + read > Limits.MaxBytes) throw new DataFeedException($"the pump answered {request} with more than {Limits.MaxBytes} bytes");
                plain.Write(block, 0, read);
            }
        }
        catch (InvalidDataException e)
        {
            throw new DataFeedException($"the pump answered {request} with bytes that are not zlib's", inner: e);
        }

        return plain.GetBuffer().AsSpan(0, (int)plain.Length);
    }

    private static void CheckHeader(ReadOnlySpan<byte> header, string request)
    {
        if (header.Length <= LargestHeader)
        {
            try
            {
                var json = new Utf8JsonReader(header);
                if (json.Read() && json.TokenType == JsonTokenType.StartObject)
                {
                    json.Skip();
                    if (!json.Read()) return;
                }
            }
            catch (JsonException)
            {
                // Told below, like everything else that is no JSON object.
            }
        }

        throw new DataFeedException($"the pump answered {request} with a first frame that is no JSON object");
    }

    /// <summary>Reads a pickle of one kind.</summary>
    internal delegate T PickleRead<out T>(ReadOnlySpan<byte> pickle, PickleLimits limits);
}

using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Catchment.Protocols.Tests.ZeroMq;

/// <summary>
/// A peer that writes and reads octets by itself, independently of the code under test, so that it can also break the rules.
/// </summary>
internal sealed class RawPeer : IDisposable
{
    private static readonly byte[] Signature = [0xFF, 0, 0, 0, 0, 0, 0, 0, 1, 0x7F];

    private RawPeer(Socket socket)
    {
        Socket = socket;
        socket.NoDelay = true;
        socket.ReceiveTimeout = 20_000;
        socket.SendTimeout = 20_000;
    }

    public Socket Socket { get; }

    public static RawPeer Connect(IPEndPoint endpoint)
    {
        var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        socket.Connect(endpoint);
        return new RawPeer(socket);
    }

    public static RawPeer Accept(Socket listener) => new(listener.Accept());

    /// <summary>Connects and completes the handshake as a client of that type.</summary>
    public static RawPeer Handshake(IPEndPoint endpoint, string type, byte minor = 1)
    {
        var peer = Connect(endpoint);
        peer.SendGreeting(minor: minor);
        peer.SendReady(type);
        peer.ReadGreeting();
        peer.ReadFrame().Name.ShouldBe("READY");
        return peer;
    }

    public static byte[] Greeting(byte major = 3, byte minor = 1, string mechanism = "NULL")
    {
        var greeting = new byte[64];
        Signature.CopyTo(greeting, 0);
        greeting[10] = major;
        greeting[11] = minor;
        Encoding.ASCII.GetBytes(mechanism).CopyTo(greeting, 12);
        return greeting;
    }

    public static byte[] Frame(byte flags, ReadOnlySpan<byte> body)
    {
        if (body.Length < 256) return [flags, (byte)body.Length, .. body];
        var frame = new byte[9 + body.Length];
        frame[0] = (byte)(flags | 2);
        BinaryPrimitives.WriteInt64BigEndian(frame.AsSpan(1), body.Length);
        body.CopyTo(frame.AsSpan(9));
        return frame;
    }

    public static byte[] Message(params byte[][] frames) =>
        [.. frames.SelectMany((frame, i) => Frame(i < frames.Length - 1 ? (byte)1 : (byte)0, frame))];

    public static byte[] Request(params byte[][] frames) => Message([[], .. frames]);

    public static byte[] Command(string name, params byte[] data) =>
        Frame(4, [(byte)name.Length, .. Encoding.ASCII.GetBytes(name), .. data]);

    public static byte[] Ready(string type, string property = "Socket-Type") =>
        Command("READY", [(byte)property.Length, .. Encoding.ASCII.GetBytes(property), 0, 0, 0, (byte)type.Length, .. Encoding.ASCII.GetBytes(type)]);

    public void SendGreeting(byte major = 3, byte minor = 1, string mechanism = "NULL") => Send(Greeting(major, minor, mechanism));

    public void SendReady(string type) => Send(Ready(type));

    public void Send(ReadOnlySpan<byte> bytes) => Socket.Send(bytes);

    public byte[] Read(int count)
    {
        var bytes = new byte[count];
        for (var at = 0; at < count;)
        {
            var got = Socket.Receive(bytes.AsSpan(at));
            if (got == 0) throw new EndOfStreamException($"the other side closed after {at} of {count} octets");
            at += got;
        }

        return bytes;
    }

    public byte[] ReadGreeting() => Read(64);

    /// <summary>Reads a frame; for a command, the name and the data apart.</summary>
    public (byte Flags, string Name, byte[] Body) ReadFrame()
    {
        var flags = Read(1)[0];
        var length = (flags & 2) != 0 ? (int)BinaryPrimitives.ReadInt64BigEndian(Read(8)) : Read(1)[0];
        var body = Read(length);
        return (flags & 4) == 0
            ? (flags, "", body)
            : (flags, Encoding.ASCII.GetString(body, 1, body[0]), body[(1 + body[0])..]);
    }

    /// <summary>Reads a message; PINGs in between are skipped.</summary>
    public List<byte[]> ReadMessage()
    {
        var frames = new List<byte[]>();
        while (true)
        {
            var (flags, name, body) = ReadFrame();
            if (name.Length > 0) continue;
            frames.Add(body);
            if ((flags & 1) == 0) return frames;
        }
    }

    /// <summary>Reads a reply, whose one frame stands behind an empty delimiter.</summary>
    public string ReadReply()
    {
        var frames = ReadMessage();
        frames.Count.ShouldBe(2);
        frames[0].ShouldBeEmpty();
        return Encoding.UTF8.GetString(frames[1]);
    }

    /// <summary>Reads to the end of the connection.</summary>
    /// <returns>The octets before it.</returns>
    public byte[] ReadToEnd()
    {
        var all = new List<byte>();
        var buffer = new byte[4096];
        try
        {
            while (Socket.Receive(buffer) is > 0 and var count) all.AddRange(buffer.AsSpan(0, count));
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.ConnectionReset)
        {
            // Closed with something of ours unread: an end like any other.
        }

        return [.. all];
    }

    public void Reset()
    {
        Socket.LingerState = new LingerOption(true, 0);
        Socket.Dispose();
    }

    public void Dispose() => Socket.Dispose();
}

using System.Buffers.Binary;
using System.Text;

namespace Catchment.Protocols.ZeroMq.Wire;

/// <summary>The metadata of a READY command that matter here (RFC 37, "Connection Metadata").</summary>
/// <param name="SocketType">Value of <c>Socket-Type</c>; empty when it was not given.</param>
/// <param name="Identity">Value of <c>Identity</c>; empty when it was not given.</param>
internal sealed record ReadyCommand(string SocketType, ReadOnlyMemory<byte> Identity)
{
    private const int MaxIdentity = 255;

    /// <summary>Reads the data of a READY command. Unknown properties are skipped; names are compared without regard to case.</summary>
    /// <exception cref="ZmqProtocolException">A property does not fit in the command, or the identity is too long.</exception>
    public static ReadyCommand Read(ReadOnlySpan<byte> data)
    {
        var type = "";
        byte[] identity = [];
        while (!data.IsEmpty)
        {
            var name = Take(ref data, data[0], 1);
            if (name.IsEmpty) throw Violation("a READY command with a property without a name");
            if (data.Length < 4) throw Violation("a READY command that is cut off");
            var value = Take(ref data, BinaryPrimitives.ReadInt32BigEndian(data), 4);
            if (Ascii.EqualsIgnoreCase(name, "Socket-Type"u8)) type = Printable.Text(value);
            else if (Ascii.EqualsIgnoreCase(name, "Identity"u8)) identity = value.ToArray();
        }

        return identity.Length > MaxIdentity
            ? throw Violation($"an identity of {identity.Length} octets, {MaxIdentity} are allowed")
            : new ReadyCommand(type, identity);
    }

    /// <summary>Makes our READY command as a whole frame. REQ, DEALER and ROUTER give an (empty) identity.</summary>
    public static byte[] Frame(ZmqSocketType type)
    {
        var data = new List<byte>(64);
        Add(data, "Socket-Type"u8, Encoding.ASCII.GetBytes(SocketTypes.Name(type)));
        if (type is ZmqSocketType.Req or ZmqSocketType.Dealer or ZmqSocketType.Router) Add(data, "Identity"u8, []);
        var frame = new byte[Command.FrameSize(Command.Ready, data.Count)];
        Command.Write(frame, Command.Ready, [.. data]);
        return frame;
    }

    private static void Add(List<byte> data, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, value.Length);
        data.Add((byte)name.Length);
        data.AddRange(name);
        data.AddRange(length);
        data.AddRange(value);
    }

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> data, int length, int prefix)
    {
        if (length < 0 || length > data.Length - prefix) throw Violation("a READY command that is cut off");
        var taken = data.Slice(prefix, length);
        data = data[(prefix + length)..];
        return taken;
    }

    private static ZmqProtocolException Violation(string what) => new(ZmqCloseReason.ProtocolViolation, what);
}

using System.Buffers.Binary;

namespace Catchment.Interop.Tests.Iec104;

/// <summary>Writes what was sent over one TCP connection as a capture file of raw IPv4 packets, as if the server listened on a known port.</summary>
internal sealed class PacketCapture : IDisposable
{
    private const int HeaderOctets = 40;
    private const int RawIp = 101;
    private const int ClientPort = 50_000;

    private readonly Lock _gate = new();
    private readonly FileStream _file;
    private readonly int _serverPort;
    private readonly uint[] _sent = [1, 1];
    private uint _seconds = 1_700_000_000;

    public PacketCapture(string path, int serverPort)
    {
        (_file, _serverPort) = (File.Create(path), serverPort);
        Span<byte> header = stackalloc byte[24];
        BinaryPrimitives.WriteUInt32LittleEndian(header, 0xA1B2C3D4);
        BinaryPrimitives.WriteUInt16LittleEndian(header[4..], 2);
        BinaryPrimitives.WriteUInt16LittleEndian(header[6..], 4);
        BinaryPrimitives.WriteInt32LittleEndian(header[16..], ushort.MaxValue);
        BinaryPrimitives.WriteInt32LittleEndian(header[20..], RawIp);
        _file.Write(header);
    }

    public void Add(bool fromClient, ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            var length = HeaderOctets + bytes.Length;
            Span<byte> packet = stackalloc byte[16 + HeaderOctets];
            packet.Clear();
            BinaryPrimitives.WriteUInt32LittleEndian(packet, _seconds++);
            BinaryPrimitives.WriteInt32LittleEndian(packet[8..], length);
            BinaryPrimitives.WriteInt32LittleEndian(packet[12..], length);
            var ip = packet[16..];
            (ip[0], ip[8], ip[9], ip[12], ip[15], ip[16], ip[19]) = (0x45, 64, 6, 127, (byte)(fromClient ? 2 : 1), 127, (byte)(fromClient ? 1 : 2));
            BinaryPrimitives.WriteUInt16BigEndian(ip[2..], (ushort)length);
            var tcp = ip[20..];
            BinaryPrimitives.WriteUInt16BigEndian(tcp, (ushort)(fromClient ? ClientPort : _serverPort));
            BinaryPrimitives.WriteUInt16BigEndian(tcp[2..], (ushort)(fromClient ? _serverPort : ClientPort));
            BinaryPrimitives.WriteUInt32BigEndian(tcp[4..], _sent[fromClient ? 0 : 1]);
            BinaryPrimitives.WriteUInt32BigEndian(tcp[8..], _sent[fromClient ? 1 : 0]);
            (tcp[12], tcp[13], tcp[14]) = (0x50, 0x18, 0xFF);
            _sent[fromClient ? 0 : 1] += (uint)bytes.Length;
            _file.Write(packet);
            _file.Write(bytes);
        }
    }

    public void Dispose() => _file.Dispose();
}

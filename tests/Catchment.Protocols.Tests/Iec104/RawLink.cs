using System.Net;
using System.Net.Sockets;

namespace Catchment.Protocols.Tests.Iec104;

/// <summary>A strict end of a connection, written from the standard: sends what it is told, octet for octet, and counts everything.</summary>
internal sealed class RawLink : IDisposable
{
    public const string StartAct = "680407000000";
    public const string StartCon = "68040B000000";
    public const string StopAct = "680413000000";
    public const string StopCon = "680423000000";
    public const string TestAct = "680443000000";
    public const string TestCon = "680483000000";

    private readonly byte[] _bytes = new byte[255];

    public RawLink(Socket socket)
    {
        Socket = socket;
        socket.NoDelay = true;
        socket.ReceiveTimeout = (int)Patience.Limit.TotalMilliseconds;
    }

    public Socket Socket { get; }

    public int Sent { get; private set; }

    public int Received { get; private set; }

    /// <summary>How far the other end has acknowledged.</summary>
    public int Acknowledged { get; private set; }

    public static RawLink Connect(IPEndPoint endpoint)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        socket.Connect(endpoint);
        return new RawLink(socket);
    }

    public static RawLink Start(IPEndPoint endpoint)
    {
        var link = Connect(endpoint);
        link.Send(StartAct);
        link.Receive().ShouldBe(StartCon);
        return link;
    }

    public void Send(string hex) => Socket.Send(Convert.FromHexString(hex));

    /// <summary>An I frame with the right numbers, or one that acknowledges less than was received.</summary>
    public string Frame(string asdu, int? acknowledges = null)
    {
        var hex = $"68{(asdu.Length / 2) + 4:X2}{Number(Sent)}{Number(acknowledges ?? Received)}{asdu}";
        Sent++;
        return hex;
    }

    public void SendAsdu(string asdu, int? acknowledges = null) => Send(Frame(asdu, acknowledges));

    public void Acknowledge() => Send($"68040100{Number(Received)}");

    /// <summary>The next APDU; nothing when the connection ended.</summary>
    public string Receive()
    {
        if (!Fill(0, 2))
            return "";
        _bytes[0].ShouldBe((byte)0x68);
        ((int)_bytes[1]).ShouldBeInRange(4, 253);
        if (!Fill(2, _bytes[1]))
            return "";
        if ((_bytes[2] & 3) != 3)
        {
            var number = (_bytes[4] >> 1) | (_bytes[5] << 7);
            number.ShouldBeInRange(Acknowledged, Sent);
            Acknowledged = number;
        }

        if ((_bytes[2] & 1) == 0)
            ((_bytes[2] >> 1) | (_bytes[3] << 7)).ShouldBe(Received++);
        return Convert.ToHexString(_bytes, 0, _bytes[1] + 2);
    }

    /// <summary>The next ASDU; frames that acknowledge are passed over.</summary>
    public string ReceiveAsdu()
    {
        while (true)
        {
            var apdu = Receive();
            apdu.ShouldNotBe("", "the connection ended");
            if ((Convert.FromHexString(apdu)[2] & 1) == 0)
                return apdu[12..];
            apdu[..6].ShouldBe("680401");
        }
    }

    /// <summary>Sends an ASDU and takes the answer.</summary>
    public string Ask(string asdu)
    {
        SendAsdu(asdu);
        var answer = ReceiveAsdu();
        Acknowledge();
        return answer;
    }

    /// <summary>Has a test frame confirmed, so that everything sent before has come: what came in between.</summary>
    public List<string> Drain()
    {
        Send(TestAct);
        var before = new List<string>();
        while (Receive() is var apdu && apdu != TestCon)
        {
            apdu.ShouldNotBe("", "the connection ended");
            before.Add(apdu);
        }

        return before;
    }

    /// <summary>Waits until the other end has ended the connection.</summary>
    public void ExpectEnd()
    {
        while (Receive().Length > 0)
        {
        }
    }

    public void Dispose() => Socket.Dispose();

    private static string Number(int number) => $"{(byte)(number << 1):X2}{(byte)(number >> 7):X2}";

    private bool Fill(int at, int count)
    {
        for (var end = at + count; at < end;)
        {
            try
            {
                var read = Socket.Receive(_bytes.AsSpan(at, end - at));
                if (read == 0)
                    return false;
                at += read;
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionReset or SocketError.Shutdown)
            {
                return false;
            }
        }

        return true;
    }
}

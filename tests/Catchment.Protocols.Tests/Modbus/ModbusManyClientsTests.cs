using System.Net;
using System.Net.Sockets;
using Catchment.Protocols.Modbus;

namespace Catchment.Protocols.Tests.Modbus;

/// <summary>As many clients as there may be. Source: <c>tags</c> 6.1.</summary>
public sealed class ModbusManyClientsTests
{
    private const int Clients = 1_000;
    private const int Rounds = 3;

    // Some old connections may be in the middle of their end while the new ones come.
    private const int Passing = 16;

    /// <summary>Each round is a restart of the clients: all close, and all are there again at once.</summary>
    [Fact]
    public async Task A_thousand_clients_all_get_answers_and_so_they_do_when_they_all_connect_again()
    {
        await using var server = Start(Clients + Passing, new MemoryTables());
        for (var round = 0; round < Rounds; round++)
        {
            var clients = Enumerable.Range(0, Clients).Select(_ => Connect(server)).ToArray();
            for (var i = 0; i < Clients; i++)
                clients[i].Send([(byte)(i >> 8), (byte)i, 0, 0, 0, 6, 1, 3, 0, 0, 0, 1]);
            var reply = new byte[11];
            for (var i = 0; i < Clients; i++)
            {
                Receive(clients[i], reply);
                (reply[0], reply[1], reply[5], reply[7]).ShouldBe(((byte)(i >> 8), (byte)i, (byte)5, (byte)3), $"round {round}, client {i}");
            }

            Array.ForEach(clients, static client => client.Dispose());
        }
    }

    [Fact]
    public async Task A_client_that_has_gone_takes_no_place_though_its_end_was_not_looked_at_yet()
    {
        using var isAsked = new SemaphoreSlim(0);
        using var goOn = new ManualResetEventSlim();
        var readings = 0;
        await using var server = Start(most: 1, new MemoryTables
        {
            Reading = () =>
            {
                if (Interlocked.Increment(ref readings) > 1)
                    return;
                isAsked.Release();
                goOn.Wait(Patience.Limit);
            },
        });
        using (var first = Connect(server))
        {
            first.Send([0, 1, 0, 0, 0, 6, 1, 3, 0, 0, 0, 1]);
            (await isAsked.WaitAsync(Patience.Limit)).ShouldBeTrue();
        }

        using var second = Connect(server);
        second.Send([0, 2, 0, 0, 0, 6, 1, 3, 0, 0, 0, 1]);
        var reply = new byte[11];
        Receive(second, reply);
        reply[1].ShouldBe((byte)2);
        goOn.Set();
    }

    private static ModbusTcpServer Start(int most, MemoryTables tables) =>
        ModbusTcpServer.Start(new ModbusServerOptions { Endpoints = [new IPEndPoint(IPAddress.Loopback, 0)], MaxConnections = most }, new ModbusResponder(tables));

    private static Socket Connect(ModbusTcpServer server)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = (int)Patience.Limit.TotalMilliseconds };
        socket.Connect(server.Endpoints[0]);
        return socket;
    }

    private static void Receive(Socket client, byte[] reply)
    {
        for (var have = 0; have < reply.Length;)
        {
            var bytes = client.Receive(reply.AsSpan(have));
            bytes.ShouldBeGreaterThan(0);
            have += bytes;
        }
    }
}

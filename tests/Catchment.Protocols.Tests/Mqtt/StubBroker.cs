using System.Net;
using System.Net.Sockets;
using Catchment.Protocols.Mqtt;
using Catchment.Protocols.Mqtt.Connections;
using Catchment.Protocols.Mqtt.Wire;

namespace Catchment.Protocols.Tests.Mqtt;

/// <summary>A broker that does what a test tells it to, packet by packet.</summary>
internal sealed class StubBroker : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly List<StubBrokerConnection> _connections = [];
    private readonly MqttVersion _version;

    public StubBroker(MqttVersion version)
    {
        _version = version;
        _listener.Start();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The next connection, its CONNECT not read.</summary>
    public async Task<StubBrokerConnection> AcceptRawAsync()
    {
        var connection = new StubBrokerConnection(await _listener.AcceptTcpClientAsync().InTimeAsync(), _version);
        _connections.Add(connection);
        return connection;
    }

    /// <summary>The next connection, its CONNECT answered.</summary>
    public async Task<StubBrokerConnection> AcceptAsync(bool sessionPresent = false, params MqttProperty[] properties)
    {
        var connection = await AcceptRawAsync();
        await connection.ReadAsync<ConnectPacket>();
        await connection.SendAsync(new ConnAckPacket(sessionPresent, 0) { Properties = properties });
        return connection;
    }

    public void Dispose()
    {
        foreach (var connection in _connections) connection.Dispose();
        _listener.Dispose();
    }
}

/// <summary>One connection of a <see cref="StubBroker"/>.</summary>
internal sealed class StubBrokerConnection : IDisposable
{
    private readonly TcpClient _client;
    private readonly PacketStream _packets;
    private readonly MqttVersion _version;

    public StubBrokerConnection(TcpClient client, MqttVersion version)
    {
        _client = client;
        _version = version;
        _packets = new PacketStream(client.GetStream(), version, 1 << 24);
    }

    /// <summary>The next packet; null: the client has closed.</summary>
    public async Task<MqttPacket?> ReadAsync()
    {
        try
        {
            return await _packets.ReadAsync(CancellationToken.None).AsTask().InTimeAsync();
        }
        catch (IOException)
        {
            return null;
        }
    }

    public async Task<T> ReadAsync<T>()
        where T : MqttPacket => (await ReadAsync()).ShouldBeOfType<T>();

    public Task SendAsync(MqttPacket packet)
    {
        var writer = new MqttWriter();
        MqttEncoder.Write(writer, packet, _version);
        return SendAsync(writer.Written.ToArray());
    }

    public async Task SendAsync(byte[] bytes) => await _client.GetStream().WriteAsync(bytes);

    public void Dispose() => _client.Dispose();
}

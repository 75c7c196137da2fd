using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Binary;
using Catchment.Protocols.OpcUa.Channels;
using Catchment.Protocols.OpcUa.Client;
using Catchment.Protocols.OpcUa.Client.Connections;
using Catchment.Protocols.OpcUa.Messages;
using Catchment.Protocols.OpcUa.Transport;

namespace Catchment.Protocols.Tests.OpcUa.Client;

public sealed class ClientChannelFuzzTests
{
    private static readonly OpcUaLimits Limits = new();

    [Fact]
    public void Whatever_a_server_sends_fails_as_it_is_documented_or_not_at_all()
    {
        var rounds = Environment.GetEnvironmentVariable("CATCHMENT_TEST_FULL") == "1" ? 1_000_000 : 50_000;
        var random = new Random(20_260);
        var failures = 0;
        for (var round = 0; round < rounds; round++)
        {
            try
            {
                Converse(random, mutatedStep: random.Next(3));
            }
            catch (OpcUaException e)
            {
                e.Status.IsBad.ShouldBeTrue();
                failures++;
            }
        }

        failures.ShouldBeInRange(rounds / 4, rounds);
    }

    private static void Converse(Random random, int mutatedStep)
    {
        Lock gate = new();
        using UaWriter clients = new(), servers = new();
        var rules = new ChannelRules
        {
            Limits = Limits,
            IsOffered = static (_, _) => true,
            MinTokenLifetime = TimeSpan.FromHours(1),
            MaxTokenLifetime = TimeSpan.FromHours(1),
            Time = TimeProvider.System,
        };
        using var server = new ServerChannel(rules, new BufferBudget(1 << 20).Share(), gate, () => servers);
        var options = new OpcUaClientOptions { EndpointUrl = "opc.tcp://localhost" };
        using var client = new ClientChannel(ChannelTarget.Open(options.EndpointUrl), options, new BufferBudget(1 << 20).Share(), gate, () => clients);
        client.SayHello();
        client.TakeAcknowledge(Mutate(random, Answer(server, clients, servers), mutatedStep == 0));
        client.Request(1);
        client.TakeOpen(Mutate(random, Answer(server, clients, servers), mutatedStep == 1));
        using var body = new UaWriter();
        MessageTypes.Encode(body, new ReadResponse { Results = [new DataValue(new Variant("value")), new DataValue(new Variant(1.5), StatusCodes.Good, DateTime.UnixEpoch)] });
        server.Channel!.Write(servers, MessageType.Message, 2, body.Written);
        var chunk = Mutate(random, servers.Written.ToArray(), mutatedStep == 2);
        if (client.TakeMessage(ChunkHeader.Read(chunk, Limits.MaxChunkSize), chunk, out _, out var message))
            MessageTypes.DecodeResponse(message, Limits);
        client.Release();
    }

    private static byte[] Answer(ServerChannel server, UaWriter clients, UaWriter servers)
    {
        var chunk = clients.Written.ToArray();
        clients.Clear();
        server.Take(ChunkHeader.Read(chunk, Limits.MaxChunkSize), chunk, out _, out _);
        var answer = servers.Written.ToArray();
        servers.Clear();
        return answer;
    }

    private static byte[] Mutate(Random random, byte[] bytes, bool isWanted)
    {
        if (!isWanted)
            return bytes;
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            if (random.Next(8) == 0)
                bytes = bytes[..random.Next(ChunkHeader.Length + 1, bytes.Length + 1)];
            bytes[random.Next(ChunkHeader.Length, bytes.Length)] = random.Next(3) == 0 ? (byte)0xFF : (byte)random.Next(256);
            if (bytes.Length <= ChunkHeader.Length + 1)
                break;
        }

        return bytes;
    }
}

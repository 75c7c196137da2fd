using System.Net;
using System.Net.Sockets;
using Catchment.Protocols.Snmp;

namespace Catchment.Benchmarks.Snmp;

/// <summary>
/// A request as its bytes, taken on the way between a manager and an agent. An agent answers it as often as it is sent; one of v3 while
/// it is in the time window, 150 s.
/// </summary>
/// <param name="Bytes">The request.</param>
/// <param name="ReplyBytes">How long its answer was.</param>
internal sealed record SnmpRequest(byte[] Bytes, int ReplyBytes)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    /// <summary>Asks an agent once, through a relay that keeps what it hands over.</summary>
    /// <exception cref="BenchmarkException">The agent does not answer within half a minute.</exception>
    internal static async Task<SnmpRequest> TakeAsync(int port, SnmpLoad load, CancellationToken cancellation)
    {
        using var relay = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        relay.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var relaying = RelayAsync(relay, new IPEndPoint(IPAddress.Loopback, port), stop.Token);
        using var client = new SnmpClient(new SnmpClientOptions
        {
            Endpoint = relay.LocalEndPoint!,
            Version = load.Version,
            User = SnmpLoad.User,
            Timeout = TimeSpan.FromSeconds(0.5),
            Retries = (int)(2 * Deadline.TotalSeconds),
        });
        try
        {
            await client.GetAsync(load.Oids, cancellation);
        }
        catch (SnmpException e)
        {
            throw new BenchmarkException($"The agent on port {port} does not answer: {e.Message}", e);
        }

        await stop.CancelAsync();
        return await relaying;
    }

    private static async Task<SnmpRequest> RelayAsync(Socket relay, IPEndPoint agent, CancellationToken cancellation)
    {
        var buffer = new byte[65_536];
        EndPoint client = agent;
        var (request, reply) = (Array.Empty<byte>(), 0);
        try
        {
            while (true)
            {
                var came = await relay.ReceiveFromAsync(buffer, SocketFlags.None, agent, cancellation);
                var fromAgent = came.RemoteEndPoint.Equals(agent);
                if (fromAgent)
                    reply = came.ReceivedBytes;
                else
                    (request, client) = (buffer[..came.ReceivedBytes], came.RemoteEndPoint);
                await relay.SendToAsync(buffer.AsMemory(0, came.ReceivedBytes), SocketFlags.None, fromAgent ? client : agent, cancellation);
            }
        }
        catch (OperationCanceledException)
        {
            return new SnmpRequest(request, reply);
        }
    }
}

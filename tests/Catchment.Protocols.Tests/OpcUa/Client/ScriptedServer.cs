using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Binary;
using Catchment.Protocols.OpcUa.Channels;
using Catchment.Protocols.OpcUa.Messages;
using Catchment.Protocols.OpcUa.Security;
using Catchment.Protocols.OpcUa.Transport;

namespace Catchment.Protocols.Tests.OpcUa.Client;

/// <summary>A server without security that opens channels as it should, and answers what its script says.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private static readonly ChannelRules Rules = new()
    {
        Limits = new OpcUaLimits(),
        IsOffered = static (_, _) => true,
        MinTokenLifetime = TimeSpan.FromHours(1),
        MaxTokenLifetime = TimeSpan.FromHours(1),
        Time = TimeProvider.System,
    };

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentBag<TcpClient> _clients = [];
    private readonly Task _accepting;
    private readonly Action<Call> _script;
    private readonly byte[]? _greeting;

    /// <summary>Listens on a free port.</summary>
    /// <param name="script">Answers a request.</param>
    /// <param name="greeting">What is sent in place of an Acknowledge; null: nothing.</param>
    public ScriptedServer(Action<Call> script, byte[]? greeting = null)
    {
        (_script, _greeting) = (script, greeting);
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public string Url => $"opc.tcp://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>Answers as a server does that has nothing; null where only the script can.</summary>
    public static IServiceResponse? Usual(IServiceRequest request) => request switch
    {
        GetEndpointsRequest => new GetEndpointsResponse
        {
            Endpoints = [new EndpointDescription { EndpointUrl = "opc.tcp://elsewhere", SecurityMode = MessageSecurityMode.None, SecurityPolicyUri = SecurityPolicy.None.Uri }],
        },
        CreateSessionRequest => new CreateSessionResponse { SessionId = new NodeId(1, 1), AuthenticationToken = new NodeId(2, 1), RevisedSessionTimeout = 60_000 },
        ActivateSessionRequest => new ActivateSessionResponse(),
        CloseSessionRequest => new CloseSessionResponse(),
        ReadRequest read => new ReadResponse { Results = Array.ConvertAll(read.NodesToRead, _ => new DataValue(new Variant(0))) },
        CreateSubscriptionRequest => new CreateSubscriptionResponse { SubscriptionId = 7, RevisedPublishingInterval = 1000, RevisedMaxKeepAliveCount = 10, RevisedLifetimeCount = 30 },
        CreateMonitoredItemsRequest items => new CreateMonitoredItemsResponse { Results = Array.ConvertAll(items.ItemsToCreate, _ => new MonitoredItemCreateResult { MonitoredItemId = 1 }) },
        DeleteSubscriptionsRequest => new DeleteSubscriptionsResponse { Results = [StatusCodes.Good] },
        _ => null,
    };

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _accepting;
        foreach (var client in _clients)
            client.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync();
                _clients.Add(client);
                _ = ServeAsync(client);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        Lock gate = new();
        using var output = new UaWriter();
        using var received = new ChunkBuffer { Largest = 1 << 20 };
        using var channel = new ServerChannel(Rules, new BufferBudget(1 << 30).Share(), gate, () => output);
        try
        {
            while (await client.Client.ReceiveAsync(received.Room) is var bytes and > 0)
            {
                received.Received(bytes);
                while (received.TryTake(out var header, out var chunk))
                {
                    if (_greeting is not null)
                        output.Take(_greeting.Length).Clear();
                    else if (channel.Take(header, chunk, out var id, out var message) == ChannelEvent.Message)
                        _script(new Call(channel, id, MessageTypes.DecodeRequest(message, Rules.Limits), output));
                    await client.Client.SendAsync(_greeting ?? output.Written.ToArray());
                    output.Clear();
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or OpcUaException)
        {
            // The client has had enough.
        }
        finally
        {
            client.Dispose();
        }
    }

    /// <summary>A request, and where its answer goes.</summary>
    internal sealed record Call(ServerChannel Channel, uint Id, IServiceRequest Request, UaWriter Output)
    {
        /// <summary>Answers as usual, where that can be.</summary>
        public void AnswerAsUsual()
        {
            if (Usual(Request) is { } response)
                Answer(response);
        }

        public void Answer(IServiceResponse response, uint? id = null)
        {
            response.ResponseHeader = new ResponseHeader { RequestHandle = Request.RequestHeader.RequestHandle, ServiceResult = response.ResponseHeader.ServiceResult };
            using var body = new UaWriter();
            MessageTypes.Encode(body, response);
            Send(body.Written, id);
        }

        public void Fail(StatusCode status) => Answer(new ServiceFault { ResponseHeader = new ResponseHeader { ServiceResult = status } });

        public void Send(ReadOnlySpan<byte> body, uint? id = null) => Channel.Channel!.Write(Output, MessageType.Message, id ?? Id, body);
    }
}

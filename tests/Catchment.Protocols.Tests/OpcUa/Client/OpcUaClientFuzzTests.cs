using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Binary;
using Catchment.Protocols.OpcUa.Client;
using Catchment.Protocols.OpcUa.Messages;
using Catchment.Protocols.Tests.OpcUa.Security;

namespace Catchment.Protocols.Tests.OpcUa.Client;

/// <summary>A server whose answers are well framed, and wrong inside: the whole client against it, its subscriptions and reconnections too.</summary>
public sealed class OpcUaClientFuzzTests
{
    private static readonly NodeId Somewhere = new(1, 1);

    private readonly Lock _gate = new();
    private readonly Random _random = new(20_261);
    private int _answered;
    private int _mutated;
    private uint _number;

    [Fact]
    public async Task Whatever_a_server_answers_each_call_ends_and_the_client_goes_on()
    {
        var log = new RecordingLogger();
        var rounds = Fuzzing.Rounds(1_500, 50_000);
        await using var server = new ScriptedServer(Answer);
        await using (var client = new OpcUaClient(new OpcUaClientOptions
        {
            EndpointUrl = server.Url,
            RequestTimeout = Patience.Limit,
            KeepAliveInterval = TimeSpan.FromMilliseconds(20),
            ReconnectDelays = [TimeSpan.FromMilliseconds(1)],
            Logger = log,
        }))
        {
            // Once it has succeeded the client comes back by itself, however soon it loses the connection.
            for (var isConnected = false; !isConnected;)
            {
                await AskAsync(async () =>
                {
                    await client.ConnectAsync();
                    isConnected = true;
                });
            }

            OpcUaSubscription? subscription = null;

            // A server that says it takes no request of any length is asked nothing until the next keep-alive: what counts is what was answered.
            for (var round = 0; Volatile.Read(ref _answered) < rounds; round++)
            {
                var kind = round % 50 == 0 ? 4 : round % 7;
                await AskAsync(async () =>
                {
                    switch (kind)
                    {
                        case 0:
                            await client.ReadAsync([Somewhere, Somewhere]);
                            break;
                        case 1:
                            await client.BrowseAsync([Somewhere, Somewhere]);
                            break;
                        case 2:
                            await client.WriteAsync([new OpcUaWrite(Somewhere, new DataValue(new Variant(1.5)))]);
                            break;
                        case 3 when subscription is not null:
                            await subscription.AddAsync([new OpcUaItemOptions { NodeId = Somewhere }]);
                            break;
                        case 4:
                            await (subscription?.DisposeAsync() ?? ValueTask.CompletedTask);
                            subscription = await client.CreateSubscriptionAsync(new OpcUaSubscriptionOptions { PublishingInterval = TimeSpan.FromSeconds(1) });
                            break;
                        default:
                            if (subscription is not null)
                                await ReadWhatIsThereAsync(subscription);
                            break;
                    }
                });
                if (client.State != OpcUaClientState.Connected)
                    await Eventually.TrueAsync(() => client.State == OpcUaClientState.Connected);
            }
        }

        _mutated.ShouldBeGreaterThan(rounds / 8);
        log.Lines.Where(static line => line.StartsWith("Error", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    /// <summary>A call fails as it is documented or not at all.</summary>
    private static async Task AskAsync(Func<Task> call)
    {
        try
        {
            await call().InTimeAsync();
        }
        catch (OpcUaException e)
        {
            e.Status.IsGood.ShouldBeFalse();
        }
    }

    private static async Task ReadWhatIsThereAsync(OpcUaSubscription subscription)
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        for (var i = 0; i < 10; i++)
        {
            try
            {
                await subscription.ReadAsync(now.Token);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private void Answer(ScriptedServer.Call call)
    {
        lock (_gate)
        {
            Volatile.Write(ref _answered, _answered + 1);
            IServiceResponse? response = call.Request switch
            {
                WriteRequest write => new WriteResponse { Results = new StatusCode[write.NodesToWrite.Length] },
                BrowseRequest browse => new BrowseResponse { Results = Array.ConvertAll(browse.NodesToBrowse, _ => Browsed()) },
                BrowseNextRequest next => new BrowseNextResponse { Results = Array.ConvertAll(next.ContinuationPoints, _ => Browsed()) },
                PublishRequest => new PublishResponse { SubscriptionId = 7, AvailableSequenceNumbers = [_number, _number + 1], NotificationMessage = Message(_number += (uint)_random.Next(3)) },
                RepublishRequest republish => _random.Next(2) == 0 ? Fault(StatusCodes.BadMessageNotAvailable) : new RepublishResponse { NotificationMessage = Message(republish.RetransmitSequenceNumber) },
                TransferSubscriptionsRequest => Fault(StatusCodes.BadServiceUnsupported),
                _ => ScriptedServer.Usual(call.Request),
            };
            if (response is null)
            {
                call.Fail(StatusCodes.BadServiceUnsupported);
                return;
            }

            response.ResponseHeader = new ResponseHeader { RequestHandle = call.Request.RequestHeader.RequestHandle, ServiceResult = response.ResponseHeader.ServiceResult };
            using var body = new UaWriter();
            MessageTypes.Encode(body, response);
            call.Send(_random.Next(3) == 0 ? Mutate(body.Written.ToArray()) : body.Written);
        }
    }

    private static ServiceFault Fault(StatusCode status) => new() { ResponseHeader = new ResponseHeader { ServiceResult = status } };

    private BrowseResult Browsed() => new()
    {
        ContinuationPoint = _random.Next(3) == 0 ? [1] : null,
        References = [new ReferenceDescription { NodeId = Somewhere, BrowseName = new QualifiedName("name", 1) }],
    };

    private NotificationMessage Message(uint number) => new()
    {
        SequenceNumber = number,
        NotificationData = _random.Next(20) switch
        {
            0 => [],
            1 => [new ExtensionObject(new StatusChangeNotification { Status = StatusCodes.BadTimeout })],
            _ => [new ExtensionObject(new DataChangeNotification { MonitoredItems = [new MonitoredItemNotification { ClientHandle = 1, Value = new DataValue(new Variant(number)) }] })],
        },
    };

    private byte[] Mutate(byte[] bytes)
    {
        _mutated++;
        for (var i = _random.Next(1, 4); i > 0; i--)
        {
            var at = _random.Next(bytes.Length);
            if (_random.Next(6) == 0)
                bytes = bytes[..(at + 1)];
            else if (_random.Next(6) == 0 && at + 4 <= bytes.Length)
                BitConverter.TryWriteBytes(bytes.AsSpan(at), _random.Next(2) == 0 ? -1 : 1 << _random.Next(31));
            else
                bytes[at] = (byte)_random.Next(256);
        }

        return bytes;
    }
}

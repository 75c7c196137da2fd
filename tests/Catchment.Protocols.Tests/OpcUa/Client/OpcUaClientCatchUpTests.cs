using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Client;
using Catchment.Protocols.OpcUa.Messages;
using Catchment.Protocols.OpcUa.Nodes;

namespace Catchment.Protocols.Tests.OpcUa.Client;

public sealed class OpcUaClientCatchUpTests
{
    private const int Largest = 1 << 20;
    private static readonly NodeId Somewhere = new(1, 1);

    [Theory]
    [InlineData(900_000, 4, 6)]
    [InlineData(10, 200, 200)]
    public async Task What_came_while_there_was_no_connection_is_fetched_up_to_a_size_and_a_number(int length, int least, int most)
    {
        var repeated = 0;
        await using var server = new ScriptedServer(call =>
        {
            switch (call.Request)
            {
                case ReadRequest { NodesToRead: [{ AttributeId: AttributeIds.BrowseName }] }:
                    call.Answer(new ReadResponse(), id: call.Id + 1_000); // For which the client leaves.
                    break;
                case RepublishRequest republish:
                    Interlocked.Increment(ref repeated);
                    call.Answer(new RepublishResponse { NotificationMessage = Message(republish.RetransmitSequenceNumber, length) });
                    break;
                default:
                    call.AnswerAsUsual();
                    break;
            }
        });
        var observer = new RecordingClientObserver();
        await using var client = new OpcUaClient(new OpcUaClientOptions
        {
            EndpointUrl = server.Url,
            RequestTimeout = Patience.Limit,
            ReconnectDelays = [TimeSpan.FromMilliseconds(10)],
            Limits = new OpcUaLimits { MaxMessageSize = Largest },
            Observer = observer,
        });
        await client.ConnectAsync().InTimeAsync();
        await using var subscription = await client.CreateSubscriptionAsync();
        await subscription.AddAsync([new OpcUaItemOptions { NodeId = Somewhere }]);
        await Should.ThrowAsync<OpcUaException>(client.ReadAsync([new OpcUaRead(Somewhere, AttributeIds.BrowseName)]).InTimeAsync());
        await Eventually.TrueAsync(() => observer.States.Count(static s => s == OpcUaClientState.Connected) == 2);
        Volatile.Read(ref repeated).ShouldBeInRange(least, most);
    }

    private static NotificationMessage Message(uint number, int length) => new()
    {
        SequenceNumber = number,
        NotificationData =
        [
            new ExtensionObject(new DataChangeNotification { MonitoredItems = [new MonitoredItemNotification { ClientHandle = 1, Value = new DataValue(new Variant(new string('x', length))) }] }),
        ],
    };
}

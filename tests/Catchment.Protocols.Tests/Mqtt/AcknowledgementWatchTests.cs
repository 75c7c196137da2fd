using Catchment.Protocols.Mqtt;
using Catchment.Protocols.Mqtt.Connections;

namespace Catchment.Protocols.Tests.Mqtt;

public sealed class AcknowledgementWatchTests
{
    [Fact]
    public void A_message_that_stays_the_oldest_is_stuck_and_one_that_gives_way_is_not()
    {
        var watch = new AcknowledgementWatch();
        var (first, second) = (new Outgoing(new MqttMessage("a", default)), new Outgoing(new MqttMessage("b", default)));
        Outgoing?[] looks = [first, first, first, second, second, second, null, null, null, null, null, first, first, first, first];
        looks.Select(watch.IsStuck).ShouldBe([.. Enumerable.Repeat(false, looks.Length - 1), true]);
    }

    [Fact]
    public void The_oldest_is_one_that_was_sent_over_the_present_connection()
    {
        var queue = new OutgoingQueue();
        queue.OldestInFlight.ShouldBeNull();
        var message = queue.Add(new MqttMessage("a", default, MqttQos.AtLeastOnce));
        queue.OldestInFlight.ShouldBeNull();
        queue.Send(message);
        queue.OldestInFlight.ShouldBe(message);
        queue.Restart(sessionPresent: true);
        queue.OldestInFlight.ShouldBeNull();
    }
}

using System.Globalization;
using System.Text;
using Catchment.Protocols.ZeroMq;

namespace Catchment.Interop.Tests.ZeroMq;

public sealed class PublisherInteropTests
{
    private static readonly TimeSpan Patience = Catchment.Fixtures.Patience.Limit;

    [Theory]
    [InlineData("SUB", "a")]
    [InlineData("SUB", "")]
    [InlineData("XSUB", "a")]
    [InlineData("XSUB", "")]
    public async Task Libzmq_gets_what_it_subscribed_to_and_all_of_it(string type, string topic)
    {
        using var publisher = new ZmqPublisher([ZmqEndpoint.Parse("127.0.0.1:0")], new ZmqPublisherOptions { Policy = ZmqQueuePolicy.Wait });
        using var subscriber = PythonPeer.Start("ZeroMq/subscriber.py", type, $"{publisher.Start()[0].Port}", topic, "500");
        using var done = new CancellationTokenSource();
        var publishing = Task.Run(() =>
        {
            // Until somebody has subscribed, messages go to nobody and would only use up numbers.
            SpinWait.SpinUntil(() => Publish(0) > 0, Patience).ShouldBeTrue();
            for (var i = 1; i < 5000 && !done.IsCancellationRequested; i++)
            {
                Publish(i);
                if (topic.Length > 0) publisher.Publish("b"u8.ToArray(), "not wanted"u8.ToArray());
            }
        });
        subscriber.Expect("subscribed");
        subscriber.ExpectSuccess();
        await done.CancelAsync();
        await publishing;

        int Publish(int number) =>
            publisher.Publish("abc"u8.ToArray(), Encoding.ASCII.GetBytes(number.ToString(CultureInfo.InvariantCulture)), new byte[number]);
    }
}

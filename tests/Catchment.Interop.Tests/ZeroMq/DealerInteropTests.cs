using Catchment.Protocols.ZeroMq;

namespace Catchment.Interop.Tests.ZeroMq;

public sealed class DealerInteropTests
{
    private static readonly TimeSpan Patience = Catchment.Fixtures.Patience.Limit;

    [Theory]
    [InlineData("REP")]
    [InlineData("REP", "heartbeat")]
    [InlineData("ROUTER")]
    [InlineData("DEALER")]
    [InlineData("DEALER", "heartbeat")]
    public void It_talks_to_libzmq_without_waiting_for_answers(string type, params string[] options)
    {
        using var server = PythonPeer.Start("ZeroMq/server.py", [type, "0", .. options]);
        using var dealer = new ZmqDealer(new ZmqEndpoint("127.0.0.1", int.Parse(server.ReadLine())));
        dealer.Start();
        foreach (var frames in Samples.Messages) dealer.Send((ReadOnlyMemory<byte>[])[default, .. frames], Patience).ShouldBeTrue();
        foreach (var frames in Samples.Messages)
        {
            dealer.Receive(Patience, out var message).ShouldBeTrue();
            using (message)
            {
                message![0].IsEmpty.ShouldBeTrue();
                Samples.ShouldEqual(message, frames, skip: 1);
            }
        }
    }
}

using Catchment.Protocols.ZeroMq;

namespace Catchment.Interop.Tests.ZeroMq;

/// <summary>
/// Senders in lock step over restarts of the replier. Alone on the machine: libzmq's I/O thread must get the processor between
/// our reply and our end of the connection, which a starved one does not.
/// </summary>
[Collection(Alone.Name)]
public sealed class DrainTests
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(5);

    [Theory]
    [InlineData("own", 1_000)]
    [InlineData("own", 60_000)]
    [InlineData("shared", 1_000)]
    [InlineData("shared", 60_000)]
    public async Task No_libzmq_sender_is_left_without_a_reply_by_twenty_restarts(string context, int size)
    {
        var replier = Start(0, out var port);
        try
        {
            using var senders = PythonPeer.Start("ZeroMq/hammer.py", $"{port}", "16", $"{size}", context);
            senders.Expect("ready");
            for (var round = 0; round < 20; round++)
            {
                var result = await replier.StopAsync(Deadline);
                replier.Dispose();
                result.ShouldSatisfyAllConditions(
                    r => r.Unanswerable.ShouldBe(0), r => r.Aborted.ShouldBe(0), r => r.Answered.ShouldBeInRange(0, 16 * 2));
                replier = Start(port, out _);
                senders.WriteLine("check");
                senders.Expect("ok");
            }

            senders.WriteLine("stop");
            int.Parse(senders.ReadLine()).ShouldBeGreaterThan(20 * 16);
            senders.ExpectSuccess();
        }
        finally
        {
            replier.Dispose();
        }
    }

    private static ZmqReplier Start(int port, out int bound)
    {
        var replier = new ZmqReplier([new ZmqEndpoint("127.0.0.1", port)], request => request.Reply("OK"u8));
        bound = replier.Start()[0].Port;
        return replier;
    }
}

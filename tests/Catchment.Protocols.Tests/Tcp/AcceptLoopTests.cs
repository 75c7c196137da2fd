using System.Net.Sockets;
using System.Threading.Channels;
using Catchment.Protocols.Tcp;

namespace Catchment.Protocols.Tests.Tcp;

public sealed class AcceptLoopTests
{
    [Fact]
    public async Task Accepting_goes_on_when_there_are_descriptors_again_and_tells_once()
    {
        var (time, told) = (new ManualTime(), Channel.CreateUnbounded<string>());
        var attempts = 0;
        using var stop = new CancellationTokenSource();
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        var admitted = new TaskCompletionSource<Socket>(TaskCreationOptions.RunContinuationsAsynchronously);
        var loop = new AcceptLoop(AcceptAsync, admitted.SetResult, time)
        {
            CannotAccept = _ => told.Writer.TryWrite("cannot accept"),
            AcceptsAgain = () => told.Writer.TryWrite("accepts again"),
        };
        var run = loop.RunAsync(stop.Token);
        for (var failure = 1; failure <= 3; failure++)
        {
            await time.TimerSetAsync(AcceptLoop.Pause);
            time.Advance(AcceptLoop.Pause);
        }

        (await admitted.Task.InTimeAsync()).ShouldBe(socket);
        await stop.CancelAsync();
        await run.InTimeAsync();
        told.Writer.Complete();
        (await told.Reader.ReadAllAsync().ToListAsync()).ShouldBe(["cannot accept", "accepts again"]);

        async ValueTask<Socket> AcceptAsync(CancellationToken end)
        {
            switch (++attempts)
            {
                case <= 3:
                    throw new SocketException((int)SocketError.TooManyOpenSockets);
                case 4:
                    throw new SocketException((int)SocketError.ConnectionAborted);
                case 5:
                    return socket;
                default:
                    await new TaskCompletionSource().Task.WaitAsync(end);
                    return socket;
            }
        }
    }
}

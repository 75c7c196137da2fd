using System.Net;
using System.Net.Sockets;
using Catchment.Protocols.Modbus;
using Catchment.Protocols.Modbus.Serving;

namespace Catchment.Protocols.Tests.Modbus;

public sealed class ModbusAcceptLoopTests
{
    [Fact]
    public async Task Accepting_goes_on_when_there_are_descriptors_again_and_tells_once()
    {
        var (time, observer) = (new ManualTime(), new RecordingModbusObserver());
        var attempts = 0;
        using var stop = new CancellationTokenSource();
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        var admitted = new TaskCompletionSource<Socket>(TaskCreationOptions.RunContinuationsAsynchronously);
        var loop = new AcceptLoop(new IPEndPoint(IPAddress.Loopback, 502), AcceptAsync, admitted.SetResult, new ModbusServerOptions { Endpoints = [], Observer = observer, Time = time });
        var run = loop.RunAsync(stop.Token);
        for (var failure = 1; failure <= 3; failure++)
        {
            await time.TimerSetAsync(AcceptLoop.Pause);
            time.Advance(AcceptLoop.Pause);
        }

        (await admitted.Task.InTimeAsync()).ShouldBe(socket);
        await observer.ExpectAsync("cannot accept");
        await observer.ExpectAsync("accepts again");
        await stop.CancelAsync();
        await run.InTimeAsync();

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

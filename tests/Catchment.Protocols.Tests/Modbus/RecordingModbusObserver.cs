using System.Collections.Concurrent;
using System.Net;
using System.Threading.Channels;
using Catchment.Protocols.Modbus;

namespace Catchment.Protocols.Tests.Modbus;

/// <summary>Keeps what a server tells, for tests to wait for.</summary>
internal sealed class RecordingModbusObserver : IModbusServerObserver
{
    private readonly Channel<string> _events = Channel.CreateUnbounded<string>();

    public ConcurrentQueue<(byte Function, ModbusExceptionCode Code)> Answers { get; } = new();

    /// <summary>Takes events until the one that is wanted.</summary>
    public async Task ExpectAsync(string wanted)
    {
        while (await _events.Reader.ReadAsync().AsTask().InTimeAsync() != wanted)
        {
        }
    }

    /// <summary>Takes events until the one that is wanted, and does something again and again until then.</summary>
    public async Task ExpectAsync(string wanted, Action meanwhile)
    {
        var expected = ExpectAsync(wanted);
        await Eventually.TrueAsync(() => expected.IsCompleted, meanwhile, wanted);
        await expected;
    }

    public void Connected(IPEndPoint peer) => _events.Writer.TryWrite("connected");

    public void Disconnected(IPEndPoint peer, ModbusCloseReason reason) => _events.Writer.TryWrite(reason.ToString());

    public void Refused(IPEndPoint peer) => _events.Writer.TryWrite("refused");

    public void Answered(byte functionCode, ModbusExceptionCode code) => Answers.Enqueue((functionCode, code));

    public void TablesFailed(Exception exception) => _events.Writer.TryWrite(exception.Message);

    public void CannotAccept(IPEndPoint endpoint, string reason) => _events.Writer.TryWrite("cannot accept");

    public void AcceptsAgain(IPEndPoint endpoint) => _events.Writer.TryWrite("accepts again");
}

using System.Threading.Channels;
using Catchment.Protocols.Iec104;
using Catchment.Protocols.Iec104.Client;

namespace Catchment.Protocols.Tests.Iec104;

/// <summary>Keeps what a client tells, for tests to wait for.</summary>
internal sealed class RecordingClientObserver : IIec104ClientObserver
{
    private readonly Channel<(string What, Iec104Exception? Why)> _events = Channel.CreateUnbounded<(string, Iec104Exception?)>();

    /// <summary>Takes events until the one that is wanted, and gives what it came from.</summary>
    public async Task<Iec104Exception?> ExpectAsync(string wanted)
    {
        while (true)
        {
            var (what, why) = await _events.Reader.ReadAsync().AsTask().InTimeAsync();
            if (what == wanted)
                return why;
        }
    }

    /// <summary>Takes events until the one that is wanted, and does something again and again until then.</summary>
    public async Task<Iec104Exception?> ExpectAsync(string wanted, Action meanwhile)
    {
        var expected = ExpectAsync(wanted);
        await Eventually.TrueAsync(() => expected.IsCompleted, meanwhile, wanted);
        return await expected;
    }

    public void StateChanged(Iec104ClientState state, Iec104Exception? why) => _events.Writer.TryWrite(($"{state}", why));

    public void ReconnectFailed(Iec104Exception why, TimeSpan delay) => _events.Writer.TryWrite(($"again in {delay.TotalSeconds} s", why));

    public void NotUnderstood(TypeId type) => _events.Writer.TryWrite(($"type {(int)type}", null));

    public void ReceiverFailed(Exception exception) => _events.Writer.TryWrite((exception.Message, null));
}

using System.Collections.Concurrent;
using System.Net;
using System.Threading.Channels;
using Catchment.Protocols.Iec104;
using Catchment.Protocols.Iec104.Server;

namespace Catchment.Protocols.Tests.Iec104;

/// <summary>Keeps what a server tells, for tests to wait for.</summary>
internal sealed class RecordingServerObserver : IIec104ServerObserver
{
    private readonly Channel<string> _events = Channel.CreateUnbounded<string>();

    public ConcurrentQueue<(Iec104ConnectionStatus Status, Iec104CloseReason Reason, string Explanation)> Ends { get; } = new();

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

    public void Connected(IPEndPoint peer, string? group) => Tell($"connected {group}".TrimEnd());

    public void Disconnected(Iec104ConnectionStatus status, Iec104CloseReason reason, string explanation)
    {
        Ends.Enqueue((status, reason, explanation));
        Tell($"{reason}");
    }

    public void Refused(IPEndPoint peer) => Tell("refused");

    public void Started(IPEndPoint peer) => Tell("started");

    public void Stopped(IPEndPoint peer) => Tell("stopped");

    public void EventsLost(IPEndPoint? peer, string? group) => Tell($"lost {group}".TrimEnd());

    public void StationFailed(Exception exception) => Tell(exception.Message);

    private void Tell(string what) => _events.Writer.TryWrite(what);
}

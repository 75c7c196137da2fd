using System.Threading.Channels;

namespace Catchment.Core.Tests.Hosting;

/// <summary>Lets a test release a service, one step at a time.</summary>
internal sealed class SignalQueue
{
    private readonly Channel<bool> _signals = Channel.CreateUnbounded<bool>();

    public void Release() => _signals.Writer.TryWrite(true);

    public Task NextAsync() => _signals.Reader.ReadAsync().AsTask();
}

using Catchment.Core.Diagnostics;
using Catchment.Tags.Gateway;
using Catchment.Tags.Ipc;
using Catchment.Tags.Settings;
using Catchment.Tags.Store;
using Microsoft.Extensions.Logging.Abstractions;

namespace Catchment.Tags.Tests.Ipc;

/// <summary>A store behind a Unix socket in a folder of its own.</summary>
internal sealed class IpcHost : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly NodeMetrics _node = new(TimeProvider.System, "1.2.3");

    public IpcHost(Func<GatewayIpcOptions, GatewayIpcOptions>? change = null, UnknownKeys unknown = UnknownKeys.Register, TimeProvider? time = null)
    {
        Store = new TagStore(new TagStoreSettings { UnknownKeys = unknown }, time ?? TimeProvider.System, null, NullLogger.Instance);
        Metrics = new GatewayMetrics(_node);
        var options = new GatewayIpcOptions { SocketPath = _folder["gateway.sock"] };
        Options = change?.Invoke(options) ?? options;
        Server = IpcServer.Start(Options, new IpcRoom
        {
            Store = Store,
            Metrics = Metrics,
            Time = time ?? TimeProvider.System,
            Logger = NullLogger.Instance,
            Version = "1.2.3",
            MaxLineBytes = Options.MaxLineBytes,
        });
    }

    public TagStore Store { get; }

    public GatewayMetrics Metrics { get; }

    public GatewayIpcOptions Options { get; }

    public IpcServer Server { get; }

    public string Path => Options.SocketPath;

    public IpcPeer Connect() => new(Path);

    public void Dispose()
    {
        Server.Dispose();
        _node.Dispose();
        _folder.Dispose();
    }
}

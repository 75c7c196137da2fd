namespace Catchment.Interop.Tests.OpcUa;

/// <summary>node-opcua's server on a port of its own, with <c>operator</c> and <c>secret</c> as its only user.</summary>
public sealed class ForeignOpcUaServer : IAsyncLifetime, IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly NodePeer _node;

    public ForeignOpcUaServer() => _node = new NodePeer("OpcUa/peer/server.mjs", "--pki", _folder["pki"], "--variables", "100", "--rate", "10");

    public string Url { get; private set; } = "";

    public async Task InitializeAsync() => Url = (await _node.EventAsync("listening")).GetProperty("url").GetString()!;

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose()
    {
        _node.Dispose();
        _folder.Dispose();
    }
}

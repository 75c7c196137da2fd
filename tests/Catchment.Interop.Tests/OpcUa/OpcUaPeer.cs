using System.Text.Json;

namespace Catchment.Interop.Tests.OpcUa;

/// <summary>node-opcua's client at the command of a test, with a folder for its certificates. One process serves many clients, each by its name.</summary>
public sealed class OpcUaPeer : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly NodePeer _node = new("OpcUa/peer/client.mjs");

    /// <summary>The folder of the client's certificates: <c>own</c>, <c>trusted</c>, <c>rejected</c>.</summary>
    public string Certificates => _folder["pki"];

    /// <summary>Has a command of <c>peer/*.mjs</c> done, in a client's name where it is about one.</summary>
    /// <exception cref="NodePeerException">It failed.</exception>
    public Task<JsonElement> AskAsync(string command, object? words = null) => _node.AskAsync(command, words);

    /// <summary>The name of the status code with which a command fails.</summary>
    public async Task<string> FailureAsync(string command, object? words = null)
    {
        var failure = await Should.ThrowAsync<NodePeerException>(() => AskAsync(command, words));
        failure.Status.ShouldNotBe("Error", failure.Message);
        return failure.Status;
    }

    /// <summary>Connects a client.</summary>
    /// <param name="server">Where to, and how.</param>
    /// <returns>The client's name, for <c>name</c> in the words of commands.</returns>
    public async Task<string> ConnectAsync(OpcUaConnection server)
    {
        var name = Guid.NewGuid().ToString("N");
        await AskAsync("connect", server with { Name = name, Pki = server.Pki ?? Certificates });
        return name;
    }

    /// <summary>Waits for the next event of a client.</summary>
    public Task<JsonElement> EventAsync(string name, string client) => _node.EventAsync(name, client);

    /// <summary>Whether an event of a client has come that nobody has waited for.</summary>
    public bool HasEvent(string name, string client) => _node.HasEvent(name, client);

    /// <inheritdoc/>
    public void Dispose()
    {
        _node.Dispose();
        _folder.Dispose();
    }
}

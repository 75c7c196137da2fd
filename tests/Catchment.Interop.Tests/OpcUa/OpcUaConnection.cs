namespace Catchment.Interop.Tests.OpcUa;

/// <summary>How a client of node-opcua connects: the words of its command <c>connect</c>.</summary>
/// <param name="Url">The server's address.</param>
public sealed record OpcUaConnection(string Url)
{
    public string? Name { get; init; }

    /// <summary>The folder of its certificates; null: that of the peer.</summary>
    public string? Pki { get; init; }

    public string Mode { get; init; } = "None";

    public string Policy => Mode == "None" ? "None" : "Basic256Sha256";

    public string? User { get; init; }

    public string? Password { get; init; }

    /// <summary>The file of the user's certificate; null: he has none.</summary>
    public string? UserCertificate { get; init; }

    /// <summary>The file of that certificate's key.</summary>
    public string? UserKey { get; init; }

    /// <summary>How long after it got a security token it asks for another, in ms; null: shortly before its life is over.</summary>
    public int? TokenRenewal { get; init; }

    /// <summary>How long a session lasts without a request, in ms; null: node-opcua's.</summary>
    public int? Timeout { get; init; }

    /// <summary>How often it tries again to connect; -1: for ever.</summary>
    public int Retries { get; init; }

    /// <summary>Whether it asks now and then whether its session lives, as clients that run for days do.</summary>
    public bool KeepAlive { get; init; }

    /// <summary>What it says in its Hello: <c>maxChunkCount</c>, <c>maxMessageSize</c>, <c>sendBufferSize</c>, <c>receiveBufferSize</c>.</summary>
    public object? Transport { get; init; }
}

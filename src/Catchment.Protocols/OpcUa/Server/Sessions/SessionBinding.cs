using Catchment.Protocols.OpcUa.Security;
using Catchment.Protocols.OpcUa.Server.Connections;

namespace Catchment.Protocols.OpcUa.Server.Sessions;

/// <summary>What ties a session to its client. Changed under the lock of the <see cref="SessionTable"/>.</summary>
internal sealed class SessionBinding
{
    /// <summary>The secret name that requests carry.</summary>
    public required NodeId Token { get; init; }

    /// <summary>A session without a request for so long is closed.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>Bytes of a response that the client takes; 0: any number.</summary>
    public required uint MaxResponseSize { get; init; }

    /// <summary>The client's application, as it says.</summary>
    public required string ApplicationUri { get; init; }

    /// <summary>The certificate that it was created with; null: without security.</summary>
    public required Certificate? ClientCertificate { get; init; }

    /// <summary>The policy of the channel that it was created on.</summary>
    public required SecurityPolicy Policy { get; init; }

    /// <summary>The mode of the channel that it was created on.</summary>
    public required MessageSecurityMode Mode { get; init; }

    /// <summary>The connection that its requests come through; null: it was lost.</summary>
    public ServerConnection? Connection { get; set; }

    /// <summary>What the client has to sign next.</summary>
    public required byte[] Nonce { get; set; }

    /// <summary>When its last request came, a time stamp of the clock.</summary>
    public long LastUsed { get; set; }

    /// <summary>Whether it may be used.</summary>
    public bool IsActive { get; set; }

    /// <summary>Whether it is being activated at this moment.</summary>
    public bool IsActivating { get; set; }

    /// <summary>Whether it is over.</summary>
    public bool IsClosed { get; set; }
}

using Catchment.Protocols.OpcUa.Security;

namespace Catchment.Protocols.OpcUa.Channels;

/// <summary>Which channels a server opens, and as whom.</summary>
internal sealed class ChannelRules
{
    private int _lastChannel = Random.Shared.Next(1 << 30);

    /// <summary>What a peer may send.</summary>
    public required OpcUaLimits Limits { get; init; }

    /// <summary>Whether a policy and mode are offered. Policy None can be opened always, if only to discover what is offered.</summary>
    public required Func<SecurityPolicy, MessageSecurityMode, bool> IsOffered { get; init; }

    /// <summary>The server's own certificate and key; null: there is none, and only policy None.</summary>
    public ApplicationCertificate? Certificate { get; init; }

    /// <summary>Fails with an <see cref="OpcUaException"/> for the certificate of a client that is not trusted; the message is for people, the code for the client.</summary>
    public Action<CertificateChain> Trust { get; init; } = static _ => throw new OpcUaException(StatusCodes.BadSecurityChecksFailed);

    /// <summary>The shortest life of a token.</summary>
    public required TimeSpan MinTokenLifetime { get; init; }

    /// <summary>The longest life of a token.</summary>
    public required TimeSpan MaxTokenLifetime { get; init; }

    /// <summary>The clock.</summary>
    public required TimeProvider Time { get; init; }

    /// <summary>A number for a new channel.</summary>
    public uint NextChannelId()
    {
        uint id;
        do
            id = (uint)Interlocked.Increment(ref _lastChannel);
        while (id == 0);
        return id;
    }

    /// <summary>How long a token lives when so many milliseconds are wished.</summary>
    public TimeSpan Revise(uint wished)
    {
        var lifetime = wished == 0 ? MaxTokenLifetime : TimeSpan.FromMilliseconds(wished);
        return lifetime < MinTokenLifetime ? MinTokenLifetime : lifetime > MaxTokenLifetime ? MaxTokenLifetime : lifetime;
    }
}

using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Security;

namespace Catchment.Protocols.Tests.OpcUa;

/// <summary>How a <see cref="TestChannel"/> connects.</summary>
internal sealed record TestChannelOptions
{
    /// <summary>The channel's policy.</summary>
    public SecurityPolicy Policy { get; init; } = SecurityPolicy.None;

    /// <summary>The channel's mode.</summary>
    public MessageSecurityMode Mode { get; init; } = MessageSecurityMode.None;

    /// <summary>The client's certificate; needed with security.</summary>
    public ApplicationCertificate? Certificate { get; init; }

    /// <summary>The server's certificate; needed with security, and to encrypt passwords.</summary>
    public byte[] ServerCertificate { get; init; } = [];

    /// <summary>The URL that the server is told.</summary>
    public string Url { get; init; } = "opc.tcp://localhost:4840";

    /// <summary>Bytes of a chunk, both ways.</summary>
    public uint BufferSize { get; init; } = 65_536;

    /// <summary>Bytes of a response; 0: any number.</summary>
    public uint MaxMessageSize { get; init; }

    /// <summary>Chunks of a response; 0: any number.</summary>
    public uint MaxChunkCount { get; init; }

    /// <summary>The life of a token that is asked for, in milliseconds.</summary>
    public uint Lifetime { get; init; } = 600_000;
}

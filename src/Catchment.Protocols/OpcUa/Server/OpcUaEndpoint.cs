using Catchment.Protocols.OpcUa.Security;

namespace Catchment.Protocols.OpcUa.Server;

/// <summary>A way in which clients may connect.</summary>
/// <param name="Policy">The security policy.</param>
/// <param name="Mode">How messages are kept safe; <see cref="MessageSecurityMode.None"/> with <see cref="SecurityPolicy.None"/>, and only there.</param>
public sealed record OpcUaEndpoint(SecurityPolicy Policy, MessageSecurityMode Mode)
{
    /// <summary>Without security.</summary>
    public static OpcUaEndpoint None { get; } = new(SecurityPolicy.None, MessageSecurityMode.None);
}

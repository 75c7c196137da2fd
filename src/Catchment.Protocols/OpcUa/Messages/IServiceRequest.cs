namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>What a client asks. Source: OPC 10000-4, 5.</summary>
internal interface IServiceRequest : IUaStructure
{
    /// <summary>Who asks, and what goes for every service. A client's session fills it before it is sent.</summary>
    RequestHeader RequestHeader { get; set; }
}

namespace Catchment.Protocols.OpcUa.Messages;

/// <summary>What a server answers. Source: OPC 10000-4, 5.</summary>
internal interface IServiceResponse : IUaStructure
{
    /// <summary>To which request, and how it went. The dispatcher fills it before it is sent.</summary>
    ResponseHeader ResponseHeader { get; set; }
}

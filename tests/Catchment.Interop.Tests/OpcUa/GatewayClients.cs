namespace Catchment.Interop.Tests.OpcUa;

/// <summary>The tests of a gateway with node-opcua's client: they share a gateway and a peer, and use keys of their own.</summary>
[CollectionDefinition(Name)]
public sealed class GatewayClients : ICollectionFixture<OpcUaPeer>, ICollectionFixture<GatewaySite>
{
    public const string Name = "gateway and node-opcua";
}

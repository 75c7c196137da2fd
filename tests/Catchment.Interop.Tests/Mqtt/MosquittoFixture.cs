namespace Catchment.Interop.Tests.Mqtt;

/// <summary>One broker for the tests of a class that do not stop it.</summary>
public sealed class MosquittoFixture : IDisposable
{
    internal Mosquitto Broker { get; } = new();

    public void Dispose() => Broker.Dispose();
}

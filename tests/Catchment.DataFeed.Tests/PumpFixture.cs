namespace Catchment.DataFeed.Tests;

/// <summary>A pump in Python that answers as the original did; one for all tests of a class.</summary>
public sealed class PumpFixture : IDisposable
{
    private readonly PythonPeer _pump;

    public PumpFixture() => (_pump, Address) = PumpVectors.Start();

    public string Address { get; }

    public void Dispose() => _pump.Dispose();
}

namespace Catchment.DataFeed.Tests;

/// <summary>A pump in Python that answers as no honest one would; one for all tests of a class.</summary>
public sealed class HostilePumpFixture : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly PythonPeer _pump;

    public HostilePumpFixture()
    {
        _pump = PythonPeer.Start("hostile_pump.py", Proof);
        Address = $"tcp://127.0.0.1:{_pump.ReadLine()}";
    }

    public string Address { get; }

    /// <summary>A file that appears when a client runs what the pump sends.</summary>
    public string Proof => _folder["ran"];

    public void Dispose()
    {
        _pump.Dispose();
        _folder.Dispose();
    }
}

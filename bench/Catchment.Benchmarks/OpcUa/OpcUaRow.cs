namespace Catchment.Benchmarks.OpcUa;

/// <summary>How an OPC UA server does beside node-opcua's in the same run.</summary>
/// <param name="Load">What its clients do.</param>
/// <param name="PerSecond">Requests, or notifications, a second, of all clients together.</param>
/// <param name="CpuPerUnit">Processor time of the server's process for one of them, in µs.</param>
/// <param name="ResidentBytes">Memory of the server's process after the last run.</param>
/// <param name="LoadShare">How much of a core the busiest client took.</param>
/// <param name="TheirPerSecond">The same of node-opcua's server.</param>
/// <param name="TheirCpuPerUnit">The same of node-opcua's server.</param>
/// <param name="TheirResidentBytes">The same of node-opcua's server.</param>
internal sealed record OpcUaRow(
    OpcUaLoad Load, double PerSecond, double CpuPerUnit, long ResidentBytes, double LoadShare, double TheirPerSecond, double TheirCpuPerUnit, long TheirResidentBytes)
{
    /// <summary>A client that takes as much of its one core measures itself.</summary>
    private const double Saturated = 0.85;

    /// <summary>How many times as many.</summary>
    public double Ratio => PerSecond / TheirPerSecond;

    /// <summary>What the figures are limited by, where it is not the server.</summary>
    public string Note => LoadShare >= Saturated ? "the clients are the limit" : Load.Due is { } due && PerSecond > 0.97 * due ? "all that were due" : "";
}

namespace Catchment.Benchmarks.Modbus;

/// <summary>How fast a Modbus server answers, beside pymodbus's in the same run.</summary>
/// <param name="Connections">Clients at once, each with one request under way.</param>
/// <param name="PerSecond">Requests a second.</param>
/// <param name="P50">Half of the replies take at most this long, in ms.</param>
/// <param name="P99">99 of 100 replies take at most this long, in ms.</param>
/// <param name="CpuPerRequest">Processor time of the server's process, in µs.</param>
/// <param name="PymodbusPerSecond">Requests a second of pymodbus's server.</param>
internal sealed record ModbusRow(int Connections, double PerSecond, double P50, double P99, double CpuPerRequest, double PymodbusPerSecond)
{
    /// <summary>How many times as fast.</summary>
    public double Ratio => PerSecond / PymodbusPerSecond;
}

namespace Catchment.Benchmarks.Iec104;

/// <summary>How a controlled station tells changes, beside a bare sender of full frames in the same run.</summary>
/// <param name="Masters">Connections at once, all told of every change.</param>
/// <param name="Rate">Changes a second that were put; 0: as many as the masters take.</param>
/// <param name="PerSecond">Changes a second that each master got.</param>
/// <param name="P50">Half of them took at most this long from being put to being read, in ms.</param>
/// <param name="P99">99 of 100 of them took at most this long, in ms.</param>
/// <param name="CpuPerChange">Processor time of the server's process for one change to one master, in µs.</param>
/// <param name="ResidentBytes">Memory of the server's process.</param>
/// <param name="BarePerSecond">Changes a second that each master got of a sender that does nothing else.</param>
internal sealed record Iec104Row(int Masters, int Rate, double PerSecond, double P50, double P99, double CpuPerChange, long ResidentBytes, double BarePerSecond)
{
    /// <summary>How much of what the network and the masters can do is used.</summary>
    public double Ratio => PerSecond / BarePerSecond;

    /// <summary>How much of what was put came as a change of its own.</summary>
    public double? Share => Rate == 0 ? null : PerSecond / Rate;
}

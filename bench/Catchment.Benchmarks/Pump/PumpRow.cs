namespace Catchment.Benchmarks.Pump;

/// <summary>How fast the pump answers one kind of request, beside a bare libzmq server that sends as many bytes.</summary>
/// <param name="Request">What is asked for.</param>
/// <param name="Days">Days with data.</param>
/// <param name="Clients">Clients at once.</param>
/// <param name="ReplyBytes">Frame 2 of a reply.</param>
/// <param name="PerSecond">Requests a second.</param>
/// <param name="P50">Half of the replies take at most this long, in ms.</param>
/// <param name="P99">99 of 100 replies take at most this long, in ms.</param>
/// <param name="LimitPerSecond">Requests a second of the bare server.</param>
internal sealed record PumpRow(string Request, int Days, int Clients, int ReplyBytes, double PerSecond, double P50, double P99, double LimitPerSecond)
{
    /// <summary>The pump's part of the limit.</summary>
    public double Ratio => PerSecond / LimitPerSecond;
}

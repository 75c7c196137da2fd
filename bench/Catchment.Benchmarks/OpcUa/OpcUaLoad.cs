namespace Catchment.Benchmarks.OpcUa;

/// <summary>What the clients of a run do, all the same.</summary>
/// <param name="Kind">Whether they read, or are notified.</param>
/// <param name="Clients">A process each.</param>
/// <param name="Nodes">Values in each request, or monitored items of each client.</param>
/// <param name="Flight">Requests of each client under way at once; for notifications 0.</param>
internal sealed record OpcUaLoad(OpcUaLoadKind Kind, int Clients, int Nodes, int Flight)
{
    /// <summary>How often each value changes while clients are notified of it, a second.</summary>
    internal const int ChangesPerSecond = 10;

    /// <summary>Variables that the server has.</summary>
    internal int Variables => Kind == OpcUaLoadKind.Reads ? Math.Max(Nodes, 100) : Nodes;

    /// <summary>Changes a second of the server's variables.</summary>
    internal int Rate => Kind == OpcUaLoadKind.Reads ? 0 : ChangesPerSecond;

    /// <summary>Notifications a second that a server owes; null: as many as can be.</summary>
    internal double? Due => Kind == OpcUaLoadKind.Reads ? null : (double)Clients * Nodes * ChangesPerSecond;
}

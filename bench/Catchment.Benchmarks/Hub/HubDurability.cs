namespace Catchment.Benchmarks.Hub;

/// <summary>What has happened to a frame before the hub says <c>OK</c>: the hub's setting <c>durability</c>.</summary>
internal enum HubDurability
{
    /// <summary>It is a complete file.</summary>
    Written,

    /// <summary>It is also flushed to the disk.</summary>
    Synced,

    /// <summary>It waits in memory.</summary>
    Queued,
}

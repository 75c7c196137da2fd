namespace Catchment.Telemetry.Inventory;

/// <summary>What an inventory came to.</summary>
public sealed record InventoryReport
{
    /// <summary>Files that were seen, known ones among them.</summary>
    public long Seen { get; init; }

    /// <summary>Files that were added.</summary>
    public long Added { get; init; }

    /// <summary>Known files whose time and size were refreshed.</summary>
    public long Refreshed { get; init; }

    /// <summary>Names that were left out with a warning.</summary>
    public long Skipped { get; init; }

    /// <summary>Names that there was nothing behind: broken links, and files that vanished meanwhile.</summary>
    public long Gone { get; init; }

    /// <summary>It was asked to stop before its end; what it had added stays.</summary>
    public bool IsStopped { get; init; }
}

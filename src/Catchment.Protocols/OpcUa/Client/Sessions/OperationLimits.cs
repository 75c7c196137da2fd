namespace Catchment.Protocols.OpcUa.Client.Sessions;

/// <summary>How many operations a server takes in one request; 0: it does not say. Source: OPC 10000-5, 6.3.11.</summary>
internal sealed record OperationLimits
{
    /// <summary>The nodes that tell them, in the order of <see cref="Of"/>.</summary>
    public static NodeId[] Nodes { get; } = [new(11705), new(11707), new(11710), new(11712), new(11714)];

    /// <summary>Attributes in one Read.</summary>
    public uint Read { get; init; }

    /// <summary>Attributes in one Write.</summary>
    public uint Write { get; init; }

    /// <summary>Nodes in one Browse.</summary>
    public uint Browse { get; init; }

    /// <summary>Paths in one TranslateBrowsePathsToNodeIds.</summary>
    public uint Translate { get; init; }

    /// <summary>Items in one request about monitored items.</summary>
    public uint MonitoredItems { get; init; }

    /// <summary>From the values of <see cref="Nodes"/>; what a server does not have is no limit.</summary>
    public static OperationLimits Of(DataValue[] values) => new()
    {
        Read = Number(values[0]),
        Write = Number(values[1]),
        Browse = Number(values[2]),
        Translate = Number(values[3]),
        MonitoredItems = Number(values[4]),
    };

    private static uint Number(DataValue value) =>
        value.Status.IsGood && value.Value.TryGetNumber(out var number) && number is > 0 and <= int.MaxValue ? (uint)number : 0;
}

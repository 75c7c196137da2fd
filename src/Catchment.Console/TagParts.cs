using Catchment.Tags.Board;

namespace Catchment.WebConsole;

/// <summary>What the console shows of tags, and what it may do to them.</summary>
public sealed record TagParts
{
    /// <summary>Where the gateway is found.</summary>
    public required IGatewayHome Gateway { get; init; }

    /// <summary>Whether somebody may write values from the console.</summary>
    public bool AllowsWrites { get; init; }

    /// <summary>The clock of ages and of the live stream.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;
}

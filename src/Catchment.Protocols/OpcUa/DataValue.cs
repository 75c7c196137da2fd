namespace Catchment.Protocols.OpcUa;

/// <summary>A value with its status and times. Source: OPC 10000-4, 7.11.</summary>
public readonly record struct DataValue
{
    // One more than the time's ticks, 0 when it is not told. So a value has 48 bytes instead of 80, and arrays of them are long.
    private readonly long _sourceTicks;
    private readonly long _serverTicks;
    private readonly uint _status;

    /// <summary>A value as it is known now.</summary>
    public DataValue(Variant value, StatusCode status = default, DateTime? sourceTimestamp = null, DateTime? serverTimestamp = null)
    {
        Value = value;
        Status = status;
        SourceTimestamp = sourceTimestamp;
        ServerTimestamp = serverTimestamp;
    }

    /// <summary>No value, and why.</summary>
    public DataValue(StatusCode status)
        : this(default, status)
    {
    }

    /// <summary>The value; null when there is none.</summary>
    public Variant Value { get; init; }

    /// <summary>What it is worth.</summary>
    public StatusCode Status
    {
        get => new(_status);
        init => _status = value.Value;
    }

    /// <summary>When the source had it, UTC; null: not told.</summary>
    public DateTime? SourceTimestamp
    {
        get => _sourceTicks == 0 ? null : new DateTime(_sourceTicks - 1, DateTimeKind.Utc);
        init => _sourceTicks = value is { } time ? time.Ticks + 1 : 0;
    }

    /// <summary>When the server had it, UTC; null: not told.</summary>
    public DateTime? ServerTimestamp
    {
        get => _serverTicks == 0 ? null : new DateTime(_serverTicks - 1, DateTimeKind.Utc);
        init => _serverTicks = value is { } time ? time.Ticks + 1 : 0;
    }

    /// <summary>Tens of picoseconds beyond <see cref="SourceTimestamp"/>.</summary>
    public ushort SourcePicoseconds { get; init; }

    /// <summary>Tens of picoseconds beyond <see cref="ServerTimestamp"/>.</summary>
    public ushort ServerPicoseconds { get; init; }
}

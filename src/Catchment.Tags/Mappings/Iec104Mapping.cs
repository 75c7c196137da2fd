namespace Catchment.Tags.Mappings;

/// <summary>A point's information object. Source: <c>tags</c> 5.3.</summary>
public sealed record Iec104Mapping : Mapping
{
    /// <summary>Its address, 1 to 16777215.</summary>
    public required int Ioa { get; init; }

    /// <summary>Its type, as it was sent.</summary>
    public string Type { get; init; } = "M_ME_NC_1";

    /// <summary><c>spontaneous</c> or <c>periodic</c>.</summary>
    public string Cause { get; init; } = "spontaneous";

    /// <summary>Whether the point's quality is told; false: always good.</summary>
    public bool Quality { get; init; } = true;

    /// <summary>As it was sent; the type decides whether a time goes along.</summary>
    public bool Timestamp { get; init; } = true;

    /// <summary><c>r</c>, or <c>rw</c>: commands are allowed.</summary>
    public string Access { get; init; } = "r";

    /// <summary>Told value = point value × this.</summary>
    public double ScalingFactor { get; init; } = 1;

    /// <summary>The station's address.</summary>
    public int CommonAddress { get; init; } = 1;

    /// <summary>The cycle of periodic transmission in milliseconds; 0: none.</summary>
    public int PeriodMs { get; init; }

    /// <summary>The least change of the point's value that is told.</summary>
    public double Deadband { get; init; }

    /// <summary>The interrogation group that it is in besides the station's, 1 to 16; 0: none. Counters: 1 to 4.</summary>
    public int Group { get; init; }

    /// <inheritdoc/>
    internal override IEnumerable<MappingPlace> Places => [new(((long)CommonAddress << 32) | (uint)Ioa)];
}

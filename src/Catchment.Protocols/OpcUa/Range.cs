using Catchment.Protocols.OpcUa.Binary;

namespace Catchment.Protocols.OpcUa;

/// <summary>The values that are usual, or possible. Source: OPC 10000-8, 5.6.2.</summary>
public sealed record Range : IUaDecodable<Range>
{
    internal const uint EncodingId = 886;

    /// <inheritdoc/>
    public uint BinaryEncodingId => EncodingId;

    /// <summary>The smallest.</summary>
    public double Low { get; init; }

    /// <summary>The largest.</summary>
    public double High { get; init; }

    static Range IUaDecodable<Range>.Decode(ref UaReader reader) => new()
    {
        Low = reader.ReadDouble(),
        High = reader.ReadDouble(),
    };

    /// <inheritdoc/>
    public void Encode(UaWriter writer)
    {
        writer.Write(Low);
        writer.Write(High);
    }
}

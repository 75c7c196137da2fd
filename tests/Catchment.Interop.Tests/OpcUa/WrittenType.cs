using Catchment.Protocols.OpcUa;

namespace Catchment.Interop.Tests.OpcUa;

/// <summary>A type of values, with what stands in a variable of it at first, and two values as JSON that a client writes.</summary>
internal sealed record WrittenType(BuiltInType Type, Variant First, object Written, object AlsoWritten)
{
    private static readonly DateTime Time = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    /// <summary>The types that a variable of the tests has.</summary>
    public static IReadOnlyList<WrittenType> All { get; } =
    [
        new(BuiltInType.Boolean, new Variant(false), true, false),
        new(BuiltInType.SByte, new Variant((sbyte)0), -128, 127),
        new(BuiltInType.Byte, new Variant((byte)0), 255, 0),
        new(BuiltInType.Int16, new Variant((short)0), -32768, 32767),
        new(BuiltInType.UInt16, new Variant((ushort)0), 65535, 0),
        new(BuiltInType.Int32, new Variant(0), int.MinValue, int.MaxValue),
        new(BuiltInType.UInt32, new Variant(0u), uint.MaxValue, 0),
        new(BuiltInType.Int64, new Variant(0L), "-9223372036854775808", "9223372036854775807"),
        new(BuiltInType.UInt64, new Variant(0UL), "18446744073709551615", "0"),
        new(BuiltInType.Float, new Variant(0f), 1.5, "NaN"),
        new(BuiltInType.Double, new Variant(0.0), -1.7976931348623157e308, "-Infinity"),
        new(BuiltInType.String, new Variant(""), "Grüße, 世界", ""),
        new(BuiltInType.DateTime, new Variant(Time), "2031-12-31T23:59:59.999Z", "1999-01-01T00:00:00.000Z"),
        new(BuiltInType.Guid, new Variant(Guid.Empty), "72962B91-FA75-4AE6-8D28-B404DC7DAF63", "00000000-0000-0000-0000-000000000001"),
        new(BuiltInType.ByteString, new Variant(Array.Empty<byte>()), "AAECAwT/", ""),
        new(BuiltInType.NodeId, new Variant(new NodeId(1)), "ns=2;s=A:b", "ns=0;i=2253"),
        new(BuiltInType.StatusCode, new Variant(StatusCodes.Good), "BadNoData", "Good"),
        new(BuiltInType.QualifiedName, new Variant(new QualifiedName("a", 2)), "2:b", "c"),
        new(BuiltInType.LocalizedText, new Variant(new LocalizedText("a")), new { locale = "de", text = "Höhe" }, new { locale = "en", text = "x" }),
    ];

    /// <summary>Its variable.</summary>
    public string Node => $"ns=2;s={Type}";

    public override string ToString() => $"{Type}";
}

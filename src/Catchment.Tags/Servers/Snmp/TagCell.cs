using Catchment.Protocols.Snmp;
using Catchment.Tags.Store;

namespace Catchment.Tags.Servers.Snmp;

/// <summary>A cell of the table of tags.</summary>
/// <param name="point">The row's point.</param>
/// <param name="column">The column.</param>
internal sealed class TagCell(MappedPoint point, TagColumn column) : ISnmpObject
{
    /// <summary>The longest text of the table, in bytes.</summary>
    internal const int MaxTextBytes = 4096;

    public SnmpValue Read() => point.Find() is { } found ? ValueOf(found, column) : SnmpValue.NoSuchInstance;

    /// <summary>What a column tells of a point.</summary>
    internal static SnmpValue ValueOf(DataPoint point, TagColumn column) => column switch
    {
        TagColumn.Key => TagSyntax.Text(point.Key, MaxTextBytes),
        TagColumn.Value => TagSyntax.Text(point.Read().Value.ToString(), MaxTextBytes),
        TagColumn.Number => TagSyntax.Convert(point.Read().Value, SnmpType.Integer),
        TagColumn.Thousandths => Thousandths(point.Read().Value),
        TagColumn.Quality => QualityOf(point.Read().Quality),
        TagColumn.Units => TagSyntax.Text(point.Definition.Units, MaxTextBytes),
        TagColumn.Time => TagSyntax.TimeOf(point.Read().Timestamp),
        _ => SnmpValue.Integer(TypeOf(point.Definition.Type)),
    };

    /// <summary>A quality by the numbers of the table.</summary>
    internal static SnmpValue QualityOf(TagQuality quality) => SnmpValue.Integer(quality switch
    {
        TagQuality.Good => 1,
        TagQuality.Uncertain => 2,
        _ => 3,
    });

    private static int TypeOf(TagType type) => type switch
    {
        TagType.Float => 1,
        TagType.Int => 2,
        TagType.Bool => 3,
        TagType.String => 4,
        _ => 5,
    };

    private static SnmpValue Thousandths(in TagValue value)
    {
        var number = value.Kind is TagValueKind.Boolean or TagValueKind.Whole ? (double)value.AsWhole : value.TryGetNumber(out var read) && double.IsFinite(read) ? read : 0;
        return SnmpValue.Integer((int)Math.Clamp(Math.Round(number * 1000), int.MinValue, int.MaxValue));
    }
}

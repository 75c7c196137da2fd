using System.Globalization;
using System.Text.RegularExpressions;
using Catchment.Core.Databases;
using Catchment.Protocols.Fits;

namespace Catchment.Files.Plugins.Fits;

/// <summary>A column of the table of headers.</summary>
/// <param name="Name">Its name: lower-case letters, digits and underscores.</param>
/// <param name="Type">What it holds.</param>
/// <param name="Value">Takes the value from a unit; null: the unit has none.</param>
internal sealed partial record FitsColumn(string Name, FitsColumnType Type, Func<FitsRow, object?> Value)
{
    private const string TimeFormat = "yyyy-MM-dd HH:mm:ss.ffffff";

    /// <summary>The columns that every table has, in their order; the first two are the key.</summary>
    public static IReadOnlyList<FitsColumn> Fixed { get; } =
    [
        new("path", FitsColumnType.Text, row => row.Path),
        new("hdu", FitsColumnType.Whole, row => row.Unit.Index),
        new("kind", FitsColumnType.Text, row => KindText(row.Unit)),
        new("extname", FitsColumnType.Text, row => row.Unit.Header.Text("EXTNAME")),
        new("instrument", FitsColumnType.Text, row => row.Text("INSTRUME")),
        new("telescope", FitsColumnType.Text, row => row.Text("TELESCOP")),
        new("object", FitsColumnType.Text, row => row.Text("OBJECT")),
        new("observed_at", FitsColumnType.Time, row => row.First(FitsTime.Observed)),
        new("exposure", FitsColumnType.Real, row => row.First(h => h.Number("EXPTIME") ?? h.Number("EXPOSURE"))),
        new("filter", FitsColumnType.Text, row => row.Text("FILTER", "FILTNAM", "FILTER1")),
        new("image_type", FitsColumnType.Text, row => row.Text("IMAGETYP", "IMGTYPE", "OBSTYPE")),
        new("bitpix", FitsColumnType.Whole, row => row.Unit.Bitpix),
        new("naxis", FitsColumnType.Whole, row => row.Unit.Axes.Count),
        new("width", FitsColumnType.Whole, row => row.Axis(0)),
        new("height", FitsColumnType.Whole, row => row.Axis(1)),
        new("dimensions", FitsColumnType.Text, row => row.Unit.Axes.Count == 0 ? null : string.Join('x', row.Unit.Axes)),
        new("data_bytes", FitsColumnType.Whole, row => row.Unit.DataBytes),
        new("keywords", FitsColumnType.Json, row => FitsJson.Of(row.Unit.Header)),
    ];

    /// <summary>Its name as a statement has it.</summary>
    public string Quoted => $"\"{Name}\"";

    /// <summary>A column for a keyword.</summary>
    /// <param name="text"><c>NAME</c>, <c>NAME:whole</c> or <c>NAME:real</c>.</param>
    /// <returns>Null: it is no keyword.</returns>
    public static FitsColumn? ForKeyword(string text)
    {
        var match = Listed().Match(text);
        if (!match.Success)
            return null;
        var keyword = match.Groups["keyword"].Value;
        if (!keyword.Contains(' ', StringComparison.Ordinal))
            keyword = keyword.ToUpperInvariant(); // FITS 4.0, 4.1.2.1: there are no others. Words behind HIERARCH are as they are written.
        var column = NotOfAName().Replace(keyword.ToLowerInvariant(), "_");
        return match.Groups["type"].Value switch
        {
            "whole" => new(column, FitsColumnType.Whole, row => row.First(h => h.Whole(keyword))),
            "real" => new(column, FitsColumnType.Real, row => row.First(h => h.Number(keyword))),
            _ => new(column, FitsColumnType.Text, row => row.First(h => h.Find(keyword) is { Kind: not (FitsValueKind.Commentary or FitsValueKind.Undefined) } found ? found.Text : null)),
        };
    }

    /// <summary>Its type in a table.</summary>
    public string Declared(DatabaseKind database) => (Type, database) switch
    {
        (FitsColumnType.Whole, DatabaseKind.PostgreSql) => "bigint",
        (FitsColumnType.Whole, _) => "INTEGER",
        (FitsColumnType.Real, DatabaseKind.PostgreSql) => "double precision",
        (FitsColumnType.Real, _) => "REAL",
        (FitsColumnType.Time, DatabaseKind.PostgreSql) => "timestamptz",
        (FitsColumnType.Json, DatabaseKind.PostgreSql) => "jsonb",
        _ => "text",
    };

    /// <summary>Its parameter as a statement has it.</summary>
    public string Parameter(DatabaseKind database, int place)
    {
        var name = "@p" + place.ToString(CultureInfo.InvariantCulture);
        return Type == FitsColumnType.Json && database == DatabaseKind.PostgreSql ? $"CAST({name} AS jsonb)" : name;
    }

    /// <summary>Its value as the driver wants it.</summary>
    public object? Sent(FitsRow row, DatabaseKind database)
    {
        var value = Value(row);
        return value is DateTime time && database == DatabaseKind.Sqlite ? time.ToString(TimeFormat, CultureInfo.InvariantCulture) : value;
    }

    private static string KindText(FitsUnit unit) => unit.Kind switch
    {
        FitsUnitKind.Primary => "primary",
        FitsUnitKind.RandomGroups => "random groups",
        FitsUnitKind.Image => "image",
        FitsUnitKind.AsciiTable => "ascii table",
        FitsUnitKind.BinaryTable => "binary table",
        FitsUnitKind.CompressedImage => "compressed image",
        _ => unit.Header.Text("XTENSION") ?? "",
    };

    [GeneratedRegex("^(?<keyword>[A-Za-z0-9_-]+( [A-Za-z0-9_.-]+)*)(:(?<type>text|whole|real))?$", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Listed();

    [GeneratedRegex("[^a-z0-9]", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NotOfAName();
}

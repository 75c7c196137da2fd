using System.Text;
using Catchment.Core.Configuration.Binding;
using Catchment.Core.Configuration.Yaml;

namespace Catchment.Core.Configuration;

/// <summary>Writes the reference of all settings as Markdown tables, for the documentation.</summary>
public static class ConfigurationReference
{
    /// <summary>A heading, a sentence and a table for each section.</summary>
    /// <param name="catalogue">What may be configured.</param>
    public static string Write(ConfigurationCatalogue catalogue)
    {
        var builder = new StringBuilder();
        foreach (var section in catalogue.Sections)
        {
            builder.Append(builder.Length > 0 ? "\n" : string.Empty)
                .Append("## ").Append(section.Name.Length > 0 ? $"`{section.Name}`" : "Top level").Append("\n\n")
                .Append(section.Description).Append("\n\n").Append(Table(section));
        }

        return builder.ToString();
    }

    /// <summary>The table of one section: key, type, default and meaning; nested keys with dots.</summary>
    /// <param name="section">The section.</param>
    public static string Table(SectionDefinition section)
    {
        var builder = new StringBuilder("| key | type | default | meaning |\n|---|---|---|---|\n");
        foreach (var row in Rows(section))
        {
            builder.Append("| `").Append(row.Key).Append("` | ").Append(Cell(row.Kind)).Append(" | ").Append(Cell(row.ByDefault))
                .Append(" | ").Append(Cell(row.Meaning)).Append(" |\n");
        }

        return builder.ToString();
    }

    /// <summary>What there is to say of each key of a section, in its order; nested keys with dots.</summary>
    /// <param name="section">The section.</param>
    public static IEnumerable<ReferenceRow> Rows(SectionDefinition section)
    {
        var shape = OptionsShape.Of(section.OptionsType);
        return Rows(shape, shape.New(), string.Empty);
    }

    private static IEnumerable<ReferenceRow> Rows(OptionsShape shape, object defaults, string above) =>
        shape.Settings.SelectMany(setting =>
        {
            var key = above + setting.Key;
            var isNested = setting.Type is RecordSettingType;
            var row = new ReferenceRow(key, isNested ? "mapping" : Kind(setting), Default(setting, defaults), isNested ? setting.Attribute.Description : Meaning(setting));
            return setting.Type switch
            {
                RecordSettingType nested => [row, .. Rows(nested.Shape, setting.ValueIn(defaults) ?? nested.Shape.New(), key + ".")],
                MapSettingType { Item: RecordSettingType item } => [row, .. Rows(item.Shape, item.Shape.New(), key + ".*.")],
                ListSettingType { Item: RecordSettingType listed } => [row, .. Rows(listed.Shape, listed.Shape.New(), key + "[].")],
                _ => new[] { row },
            };
        });

    private static string Kind(SettingShape setting)
    {
        var name = setting.Constraints.IsPath ? setting.Type.Name.Replace("text", "path", StringComparison.Ordinal) : setting.Type.Name;
        return setting.IsNullable ? $"{name} or null" : name;
    }

    private static string Default(SettingShape setting, object defaults)
    {
        if (setting.IsRequired)
            return "required";
        if (setting.Attribute.DefaultText is { } text)
            return text;
        var value = setting.ValueIn(defaults);
        if (value is not null && setting.Type is RecordSettingType)
            return string.Empty;
        return value is null ? "null" : setting.Constraints.IsSecret ? "secret" : $"`{YamlText.Flow(setting.Type.Write(value))}`";
    }

    private static string Meaning(SettingShape setting)
    {
        var constraints = setting.Constraints;
        var isBounded = !double.IsNaN(constraints.Min) || !double.IsNaN(constraints.Max) || constraints.Unit is not null;
        return isBounded ? $"{setting.Attribute.Description} Allowed: {setting.Allowed}." : setting.Attribute.Description;
    }

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);
}

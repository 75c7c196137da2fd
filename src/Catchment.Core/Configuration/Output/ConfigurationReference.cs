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
        var shape = OptionsShape.Of(section.OptionsType);
        AppendRows(builder, shape, shape.New(), string.Empty);
        return builder.ToString();
    }

    private static void AppendRows(StringBuilder builder, OptionsShape shape, object defaults, string above)
    {
        foreach (var setting in shape.Settings)
        {
            var key = above + setting.Key;
            if (setting.Type is RecordSettingType nested)
            {
                AppendRow(builder, key, "mapping", Default(setting, defaults), setting.Attribute.Description);
                AppendRows(builder, nested.Shape, setting.ValueIn(defaults) ?? nested.Shape.New(), key + ".");
                continue;
            }

            AppendRow(builder, key, Kind(setting), Default(setting, defaults), Meaning(setting));
            if (setting.Type is MapSettingType { Item: RecordSettingType item })
                AppendRows(builder, item.Shape, item.Shape.New(), key + ".*.");
            else if (setting.Type is ListSettingType { Item: RecordSettingType listed })
                AppendRows(builder, listed.Shape, listed.Shape.New(), key + "[].");
        }
    }

    private static void AppendRow(StringBuilder builder, string key, string kind, string byDefault, string meaning) =>
        builder.Append("| `").Append(key).Append("` | ").Append(Cell(kind)).Append(" | ").Append(Cell(byDefault))
            .Append(" | ").Append(Cell(meaning)).Append(" |\n");

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

using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Catchment.Core.Configuration.Binding;

namespace Catchment.Core.Configuration;

/// <summary>Writes JSON Schemas (draft 2020-12) of configuration files, so that editors can complete and check them.</summary>
public static class JsonSchemaWriter
{
    private const string Draft = "https://json-schema.org/draft/2020-12/schema";

    private static readonly JsonSerializerOptions Format = new()
    {
        WriteIndented = true,
        // The schema is a file for editors, never part of a web page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The schema of <c>catchment.yaml</c>.</summary>
    /// <param name="catalogue">What may be configured.</param>
    public static string Write(ConfigurationCatalogue catalogue)
    {
        var properties = new JsonObject();
        var required = new JsonArray();
        foreach (var (definition, shape) in new CatalogueShape(catalogue).Sections)
        {
            if (definition.Name.Length > 0)
            {
                var section = new RecordSettingType(shape).Schema(SectionConstraints, allowsUnknownKeys: false);
                section["description"] = definition.Description;
                properties[definition.Name] = section;
                continue;
            }

            foreach (var setting in shape.Settings)
            {
                properties[setting.Key] = setting.Schema(shape.New(), allowsUnknownKeys: false);
                if (setting.IsRequired)
                    required.Add((JsonNode)setting.Key);
            }
        }

        var schema = new JsonObject
        {
            ["$schema"] = Draft,
            ["title"] = OriginalRecognition.OwnFileName,
            ["type"] = new JsonArray("object", "null"),
            ["properties"] = properties,
            ["additionalProperties"] = false,
        };
        if (required.Count > 0)
            schema["required"] = required;
        return schema.ToJsonString(Format);
    }

    /// <summary>The schema of an original's file.</summary>
    /// <param name="catalogue">What may be configured.</param>
    /// <param name="original">One of the catalogue's originals.</param>
    /// <exception cref="ArgumentException">The original's section is not in the catalogue.</exception>
    public static string Write(ConfigurationCatalogue catalogue, OriginalFile original)
    {
        var shape = new CatalogueShape(catalogue).Find(original.Section)
            ?? throw new ArgumentException($"The catalogue has no section '{original.Section}'.", nameof(original));
        var schema = new JsonObject { ["$schema"] = Draft, ["title"] = original.FileName };
        var section = original.NestedUnder is null
            ? shape.Schema(original.IgnoresUnknownKeys)
            : new RecordSettingType(shape).Schema(SectionConstraints, original.IgnoresUnknownKeys);
        section["description"] = catalogue.Sections.First(item => string.Equals(item.Name, original.Section, StringComparison.Ordinal)).Description;
        var body = original.NestedUnder is not { } nested ? section : new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject { [nested] = section },
            ["additionalProperties"] = original.IgnoresUnknownKeys,
            ["required"] = new JsonArray(nested),
        };
        foreach (var (key, value) in body.ToArray())
        {
            body.Remove(key);
            schema[key] = value;
        }

        return schema.ToJsonString(Format);
    }

    // A section as a whole has no bounds of its own.
    private static SettingConstraints SectionConstraints => new(new SettingAttribute(string.Empty) { Description = string.Empty });
}

using System.Text.Json;
using Catchment.Tags.Store;

namespace Catchment.Tags.Mappings;

/// <summary>Writes doubles of mappings as the original spells them: 1 is 1.0.</summary>
internal static class MappingNumber
{
    internal static void Write(Utf8JsonWriter writer, string name, double value)
    {
        writer.WritePropertyName(name);
        TagValue.Of(value).WriteTo(writer);
    }
}

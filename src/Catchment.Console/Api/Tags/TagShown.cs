using System.Text.Json.Serialization;
using Catchment.Tags.Store;

namespace Catchment.WebConsole.Api.Tags;

/// <summary>A tag's value as a row shows it: of a long text, list or object the first 200 characters, as a text.</summary>
/// <param name="value">The value.</param>
[JsonConverter(typeof(TagShownConverter))]
public readonly struct TagShown(TagValue value)
{
    /// <summary>The whole value.</summary>
    internal TagValue Value => value;
}

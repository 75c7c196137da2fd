namespace Catchment.WebConsole.Api.Tags;

/// <summary>A tag with all that is known of it.</summary>
/// <param name="Tag">What it has now.</param>
/// <param name="Text">The whole value as text, when the tag's is cut.</param>
/// <param name="Default">Its initial value.</param>
/// <param name="Address">Its address; left out: none.</param>
/// <param name="Limits">The range of its number; left out: any.</param>
/// <param name="IsAutomatic">It was registered by its first write.</param>
/// <param name="Mappings">Where it stands in the protocols.</param>
/// <param name="AllowsWrites">Somebody may write it from the console.</param>
/// <param name="Now">The node's time, in Unix seconds.</param>
public sealed record TagDetail(
    TagItem Tag,
    string? Text,
    TagShown Default,
    long? Address,
    TagLimitsItem? Limits,
    bool IsAutomatic,
    IReadOnlyList<TagMappingItem> Mappings,
    bool AllowsWrites,
    double Now);

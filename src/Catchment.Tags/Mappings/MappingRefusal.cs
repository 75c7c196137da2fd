namespace Catchment.Tags.Mappings;

/// <summary>Why a mapping cannot be set.</summary>
/// <param name="Text">In the words of the HTTP API.</param>
/// <param name="Member">The member that is to be changed; null: it is no single one.</param>
public sealed record MappingRefusal(string Text, string? Member);

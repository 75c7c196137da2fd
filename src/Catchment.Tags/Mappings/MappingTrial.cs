namespace Catchment.Tags.Mappings;

/// <summary>What would become of a mapping.</summary>
/// <param name="Key">The key that it names; null: none.</param>
/// <param name="Replaces">The key of the mapping in whose place it would come; null: it is new.</param>
/// <param name="Refusal">Why it cannot be set; null: it can.</param>
/// <param name="Warnings">Words that are taken as they are although no server knows them, each with its member.</param>
public sealed record MappingTrial(string? Key, string? Replaces, MappingRefusal? Refusal, IReadOnlyList<string> Warnings);

namespace Catchment.Core.Configuration;

/// <summary>All that may be configured.</summary>
/// <param name="Sections">The sections of <c>catchment.yaml</c>; each options type once.</param>
/// <param name="Originals">The files of replaced programs.</param>
public sealed record ConfigurationCatalogue(
    IReadOnlyList<SectionDefinition> Sections, IReadOnlyList<OriginalFile> Originals);

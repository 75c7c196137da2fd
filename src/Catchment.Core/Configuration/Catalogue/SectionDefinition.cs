namespace Catchment.Core.Configuration;

/// <summary>One section of <c>catchment.yaml</c>.</summary>
/// <param name="Name">The section's key, for example <c>hub</c>; empty for options that are top-level keys themselves.</param>
/// <param name="OptionsType">The options record, whose properties bear <see cref="SettingAttribute"/>s.</param>
/// <param name="Description">One sentence about the section.</param>
public sealed record SectionDefinition(string Name, Type OptionsType, string Description);

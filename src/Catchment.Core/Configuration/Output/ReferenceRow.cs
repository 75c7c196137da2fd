namespace Catchment.Core.Configuration;

/// <summary>A key in the reference of all settings.</summary>
/// <param name="Key">The key below its section, with dots.</param>
/// <param name="Kind">The type of its value.</param>
/// <param name="ByDefault">The value when nobody sets it, as it would be written; empty for a mapping.</param>
/// <param name="Meaning">A sentence about it, and what is allowed.</param>
public sealed record ReferenceRow(string Key, string Kind, string ByDefault, string Meaning);

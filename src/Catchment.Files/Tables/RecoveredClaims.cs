namespace Catchment.Files.Tables;

/// <summary>What became of the claims of ingesters that are gone.</summary>
/// <param name="Unknown">Attempts that may have begun.</param>
/// <param name="GivenBack">Files that were not touched.</param>
public sealed record RecoveredClaims(int Unknown, int GivenBack);

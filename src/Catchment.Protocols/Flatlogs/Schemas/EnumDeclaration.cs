namespace Catchment.Protocols.Flatlogs.Schemas;

/// <summary>An enum as it is declared.</summary>
internal sealed record EnumDeclaration(FlatlogFieldKind Kind, IReadOnlyDictionary<string, Int128> Values);

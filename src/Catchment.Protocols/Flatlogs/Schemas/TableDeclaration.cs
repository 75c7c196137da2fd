namespace Catchment.Protocols.Flatlogs.Schemas;

/// <summary>A table as it is declared; its fields in the order of their index.</summary>
internal sealed record TableDeclaration(string Name, IReadOnlyList<FieldDeclaration> Fields, int Line);

namespace Catchment.Protocols.Flatlogs.Schemas;

/// <summary>A field as it is declared.</summary>
internal sealed record FieldDeclaration(string Name, string Type, bool IsVector, SchemaToken? Default, int? Id, int Line);

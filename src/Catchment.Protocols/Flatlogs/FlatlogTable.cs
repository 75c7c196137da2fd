using System.Text;

namespace Catchment.Protocols.Flatlogs;

/// <summary>The type of a message, or of a table within one. Source: telemetry 8.2.</summary>
public sealed class FlatlogTable
{
    private readonly FlatlogField[] _rowOrder;

    internal FlatlogTable(string name, IReadOnlyList<FlatlogField> fields)
    {
        Name = name;
        FieldArray = [.. fields];
        // jsonb orders the keys of an object by their length, then by their bytes; so the text is the same in every database.
        _rowOrder = [.. fields.OrderBy(f => Encoding.UTF8.GetByteCount(f.Name)).ThenBy(f => f.Name, StringComparer.Ordinal)];
    }

    /// <summary>The name in the schema.</summary>
    public string Name { get; }

    /// <summary>The fields by their index.</summary>
    public IReadOnlyList<FlatlogField> Fields => FieldArray;

    internal FlatlogField[] FieldArray { get; }

    internal ReadOnlySpan<FlatlogField> RowOrder => _rowOrder;

    /// <inheritdoc/>
    public override string ToString() => $"{Name} ({FieldArray.Length} fields)";
}

using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Catchment.Core.Databases;
using Catchment.Tags.Mappings;

namespace Catchment.Tags.State;

/// <summary>Keeps the mappings of one protocol.</summary>
/// <param name="state">Where.</param>
/// <param name="protocol">The protocol.</param>
/// <param name="type">How a mapping is written.</param>
internal sealed class MappingJournal<T>(GatewayState state, string protocol, JsonTypeInfo<T> type) : IMappingJournal<T>
    where T : Mapping
{
    private readonly BulkStatement<T> _save = new(
        "INSERT INTO mappings (protocol, id, mapping) VALUES (?1, ?2, ?3) ON CONFLICT (protocol, id) DO UPDATE SET mapping = excluded.mapping",
        "",
        [],
        _ => protocol,
        static mapping => mapping.Id,
        mapping => JsonSerializer.Serialize(mapping, type));

    /// <inheritdoc/>
    public void Save(IReadOnlyList<T> mappings) => state.Write(transaction => _save.Execute(transaction, mappings));

    /// <inheritdoc/>
    public void Remove(string id) => state.Execute("DELETE FROM mappings WHERE protocol = @a AND id = @b", protocol, id);

    /// <summary>The protocol's mappings as they were kept, in the order in which they came first.</summary>
    /// <exception cref="IOException">They cannot be read.</exception>
    internal MappingTable<T> Open()
    {
        var table = new MappingTable<T>(this);
        table.Restore(state.Read("SELECT id, mapping FROM mappings WHERE protocol = @a ORDER BY number", row => JsonSerializer.Deserialize(row.GetString(1), type)!, protocol));
        return table;
    }
}

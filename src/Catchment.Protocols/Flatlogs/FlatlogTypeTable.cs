using System.Collections.Frozen;
using Catchment.Protocols.Flatlogs.Schemas;

namespace Catchment.Protocols.Flatlogs;

/// <summary>
/// The event codes that are known, and the messages that belong to them. Not generated code: a message is read by its table. Immutable;
/// threads may share it. Source: telemetry 7, 8.2.
/// </summary>
public sealed class FlatlogTypeTable
{
    private static readonly Lazy<FlatlogTypeTable> Known = new(() => new FlatlogTypeTable(EmbeddedTypes.Load()));

    private readonly FrozenDictionary<ushort, FlatlogType> _byCode;

    private FlatlogTypeTable(IEnumerable<FlatlogType> types)
    {
        Types = [.. types.OrderBy(t => t.Code)];
        _byCode = Types.ToFrozenDictionary(t => t.Code);
    }

    /// <summary>The 51 event codes of MagAO-X of October 2024.</summary>
    public static FlatlogTypeTable BuiltIn => Known.Value;

    /// <summary>All of them, by their code.</summary>
    public IReadOnlyList<FlatlogType> Types { get; }

    /// <summary>The type of an event code; null: it is not known.</summary>
    /// <param name="code">The event code.</param>
    public FlatlogType? Find(ushort code) => _byCode.GetValueOrDefault(code);

    /// <summary>This table with further types; of two with the same code the further one counts.</summary>
    /// <param name="further">For example those of <see cref="FlatlogSchema.Load"/>.</param>
    public FlatlogTypeTable With(IEnumerable<FlatlogType> further)
    {
        var types = Types.ToDictionary(t => t.Code);
        foreach (var type in further)
            types[type.Code] = type;
        return new FlatlogTypeTable(types.Values);
    }
}

using Catchment.Protocols.Snmp;
using Catchment.Tags.Mappings;
using Catchment.Tags.Store;

namespace Catchment.Tags.Servers.Snmp;

/// <summary>
/// A mapping at work: the object whose value is a point's, converted at the moment in which it is read. Its key need not be registered: one that comes later is served
/// from then on. Source: <c>tags</c> 6.4.
/// </summary>
/// <param name="mapping">What it is to be.</param>
/// <param name="store">Where its point is.</param>
public sealed class TagObject(SnmpMapping mapping, TagStore store) : ISnmpObject
{
    private readonly MappedPoint _point = new(store, (mapping ?? throw new ArgumentNullException(nameof(mapping))).Key);
    private readonly SnmpType _type = TagSyntax.TypeOf(mapping.Syntax);

    /// <summary>What the point had before each write of the request that is at work; null: it was not registered. One such request is at work at a time.</summary>
    private readonly Stack<PointState?> _before = new(1);

    /// <summary>The mapping.</summary>
    public SnmpMapping Mapping { get; } = mapping;

    /// <summary>Whether managers may write it.</summary>
    public bool IsWritable { get; } = IsReadWrite(mapping);

    /// <inheritdoc/>
    public SnmpValue Read() => _point.Find() is { } point ? TagSyntax.Convert(point.Read().Value, _type) : SnmpValue.NoSuchInstance;

    /// <inheritdoc/>
    public SnmpErrorStatus Test(SnmpValue value)
    {
        _before.Clear();
        if (!IsWritable)
            return SnmpErrorStatus.NotWritable;
        if (value.Type != _type)
            return SnmpErrorStatus.WrongType;
        var point = _point.Find();
        if (point is null && store.UnknownKeys != UnknownKeys.Register)
            return SnmpErrorStatus.InconsistentName;
        // Judged before it is written: the store would take its default for a value that does not convert, and managers are told what is wrong here.
        if (!TagSyntax.TryConvertBack(value, out var written) || !TagCoercion.TryCoerce(written, point?.Definition.Type ?? TagType.Raw, out var stored))
            return SnmpErrorStatus.WrongValue;
        return point?.Definition.Limits is { IsClamped: false } limits && stored.TryGetNumber(out var number) && (number < limits.Low || number > limits.High)
            ? SnmpErrorStatus.WrongValue
            : SnmpErrorStatus.NoError;
    }

    /// <inheritdoc/>
    public SnmpErrorStatus Commit(SnmpValue value)
    {
        if (!TagSyntax.TryConvertBack(value, out var written))
            return SnmpErrorStatus.CommitFailed;
        var point = _point.Find();
        var before = point?.Read();
        var write = new TagWrite(written, TagOrigin.Snmp);
        if ((point is null ? store.Write(Mapping.Key, write) : store.Write(point, write)) is not (WriteResult.Written or WriteResult.Registered))
            return SnmpErrorStatus.CommitFailed;
        _before.Push(before);
        return SnmpErrorStatus.NoError;
    }

    /// <inheritdoc/>
    /// <remarks>By what the point had, and not by what was told of it: 21.5 is a gauge's 21.</remarks>
    public bool Undo(SnmpValue before)
    {
        if (!_before.TryPop(out var state))
            return false;
        return state is { } had ? store.Write(Mapping.Key, new TagWrite(had.Value, TagOrigin.Snmp, Quality: had.Quality)).IsOk() : store.Unregister(Mapping.Key);
    }

    /// <summary>Whether a mapping may be written.</summary>
    internal static bool IsReadWrite(SnmpMapping mapping) => string.Equals(mapping.Access, "read-write", StringComparison.OrdinalIgnoreCase);
}

using System.Diagnostics.CodeAnalysis;
using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Nodes;
using Catchment.Tags.Mappings;
using Catchment.Tags.Store;

namespace Catchment.Tags.Servers.OpcUa;

/// <summary>
/// A mapping at work: the node whose value is a point's. A value is converted at the moment in which it is read, so that nothing is done while nobody looks. Its key
/// need not be registered: one that comes later is served from then on. Source: <c>tags</c> 2.3, 6.2.
/// </summary>
public sealed class TagVariable : VariableNode, IOpcUaHistory
{
    private readonly TagStore _store;
    private readonly TimeProvider _time;
    private readonly BuiltInType _type;
    private readonly bool _tellsSource;
    private readonly MappedPoint _point;

    /// <summary>The node of a mapping.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="mapping">What it is to be.</param>
    /// <param name="store">Where its point is.</param>
    /// <param name="time">The server's clock.</param>
    /// <param name="tellsHistory">Whether its history may be read where it may; otherwise the mapping says so.</param>
    public TagVariable(NodeId id, OpcUaMapping mapping, TagStore store, TimeProvider time, bool tellsHistory = false)
        : base(id, new QualifiedName(mapping?.BrowseName, (ushort)(mapping?.Namespace ?? 0)), new NodeId((uint)TagVariants.TypeOf(mapping?.DataType ?? "")))
    {
        ArgumentNullException.ThrowIfNull(mapping);
        (_point, _store, _time, _type) = (new MappedPoint(store, mapping.Key), store, time, TagVariants.TypeOf(mapping.DataType));
        var times = mapping.Timestamps == OpcUaGenerator.Automatic ? OpcUaGenerator.TimestampsOf(Lower(Key)) : mapping.Timestamps;
        _tellsSource = times is "Source" or "Both";
        TellsServerTime = times is "Server" or "Both";
        DisplayName = new LocalizedText(mapping.DisplayName);
        Description = mapping.Description.Length == 0 ? default : new LocalizedText(mapping.Description);
        var access = AccessOf(mapping.AccessLevel, Key);
        if (tellsHistory && (access & AccessLevels.CurrentRead) != AccessLevels.None)
            access |= AccessLevels.HistoryRead;
        Historizing = store.HistorySize > 0 && (access & AccessLevels.HistoryRead) != AccessLevels.None;
        AccessLevel = Historizing ? access : access & ~AccessLevels.HistoryRead;
        History = Historizing ? this : null;
    }

    /// <summary>The key of its point.</summary>
    public string Key => _point.Key;

    /// <inheritdoc/>
    public override AccessLevels Kept => AccessLevel | AccessLevels.StatusWrite | AccessLevels.TimestampWrite;

    /// <inheritdoc/>
    public override DataValue Read()
    {
        var now = TellsServerTime ? _time.GetUtcNow().UtcDateTime : (DateTime?)null;
        if (_point.Find() is not { } point)
            return new DataValue(TagVariants.ZeroOf(_type), StatusCodes.BadNoData, null, now);
        var state = point.Read();
        var status = TagVariants.TryConvert(state.Value, _type, out var value, out var isSaturated) ? StatusOf(state.Quality) : StatusCodes.Bad;
        if (isSaturated && status.IsGood)
            status = StatusCodes.UncertainEngineeringUnitsExceeded;
        return new DataValue(value, status, _tellsSource ? TagVariants.TimeOf(state.Timestamp) : null, now);
    }

    /// <summary>
    /// Writes the point; when it returns the value is visible. A source time is kept. Of the states, those are kept that would be told of the point again: Good,
    /// Bad and UncertainLastUsableValue; a server's time is none of the client's affairs.
    /// </summary>
    public override StatusCode Write(in DataValue value, OpcUaUser user)
    {
        if (value.Value.IsArray || value.Value.Type != _type)
            return StatusCodes.BadTypeMismatch;
        if (!TryGetQuality(value.Status, out var quality))
            return StatusCodes.BadWriteNotSupported;
        var point = _point.Find();
        var definition = point?.Definition;
        if (!TagVariants.TryConvertBack(value.Value, definition?.Type is TagType.Float or TagType.Int, out var written))
            return StatusCodes.BadOutOfRange;
        // Judged before it is written: the store would take its default for a value that does not convert, and clients are told what is wrong here.
        if (!TagCoercion.TryCoerce(written, definition?.Type ?? TagType.Raw, out _) || (_type == BuiltInType.DateTime && definition?.Type == TagType.Bool))
            return StatusCodes.BadOutOfRange;
        var isClamped = IsClamped(definition?.Limits, written);
        var timestamp = value.SourceTimestamp is { Ticks: > 0 } source ? (source - DateTime.UnixEpoch).TotalSeconds : (double?)null;
        var write = new TagWrite(written, TagOrigin.OpcUa, timestamp, quality);
        return (point is null ? _store.Write(Key, write) : _store.Write(point, write)) switch
        {
            WriteResult.Written or WriteResult.Registered => isClamped ? StatusCodes.GoodClamped : StatusCodes.Good,
            WriteResult.Ignored or WriteResult.NotRegistered => StatusCodes.BadNoData,
            WriteResult.TooManyPoints or WriteResult.NotDurable => StatusCodes.BadResourceUnavailable,
            _ => StatusCodes.BadOutOfRange,
        };
    }

    /// <inheritdoc/>
    IReadOnlyList<DataValue> IOpcUaHistory.Read(DateTime earliest, DateTime latest, bool isBackward, int most)
    {
        if (_point.Find() is not { } point)
            return [];
        var to = latest < DateTime.MaxValue ? Math.BitDecrement(TagVariants.FirstSecondOf(latest.AddTicks(1))) : double.PositiveInfinity;
        var entries = _store.History(point, TagVariants.FirstSecondOf(earliest), to, isBackward, most);
        var values = new DataValue[entries.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = Recorded(entries[i]);
        return values;
    }

    /// <summary>What a word of a mapping allows. Nobody changes what is recorded: a node that is mapped for that is one to read.</summary>
    internal static AccessLevels AccessOf(string word, string key) => word switch
    {
        OpcUaGenerator.Automatic => AccessOf(OpcUaGenerator.AccessLevelOf(Lower(key)), key),
        "CurrentReadOrWrite" => AccessLevels.CurrentRead | AccessLevels.CurrentWrite,
        "CurrentWrite" => AccessLevels.CurrentWrite,
        "HistoryRead" => AccessLevels.CurrentRead | AccessLevels.HistoryRead,
        _ => AccessLevels.CurrentRead,
    };

    /// <summary>A past value. Its quality is not kept: it is as good as it converts.</summary>
    private DataValue Recorded(in HistoryEntry entry)
    {
        var status = !TagVariants.TryConvert(entry.Value, _type, out var value, out var isSaturated) ? StatusCodes.Bad
            : isSaturated ? StatusCodes.UncertainEngineeringUnitsExceeded
            : StatusCodes.Good;
        return new DataValue(value, status, TagVariants.TimeOf(entry.Timestamp));
    }

    private static StatusCode StatusOf(TagQuality quality) => quality switch
    {
        TagQuality.Good => StatusCodes.Good,
        TagQuality.Uncertain => StatusCodes.UncertainLastUsableValue,
        _ => StatusCodes.Bad,
    };

    private static bool TryGetQuality(StatusCode status, out TagQuality quality)
    {
        quality = status == StatusCodes.Bad ? TagQuality.Bad : status == StatusCodes.UncertainLastUsableValue ? TagQuality.Uncertain : TagQuality.Good;
        return status == StatusOf(quality);
    }

    private static bool IsClamped(TagLimits? limits, in TagValue value) =>
        limits is { IsClamped: true } && value.TryGetNumber(out var number) && (number < limits.Low || number > limits.High);

    [SuppressMessage("Globalization", "CA1308", Justification = "The rules compare lower-case texts.")]
    private static string Lower(string key) => key.ToLowerInvariant();
}

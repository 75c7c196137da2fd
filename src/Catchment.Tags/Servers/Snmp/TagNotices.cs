using System.Globalization;
using Catchment.Protocols.Snmp;
using Catchment.Tags.Settings;
using Catchment.Tags.Store;
using Catchment.Tags.Sync.Rules;
using Microsoft.Extensions.Logging;

namespace Catchment.Tags.Servers.Snmp;

/// <summary>
/// Tells changes of quality and values beyond limits. It looks some times a second; what waits is the newest state of each tag, so that one that flutters, or all at
/// once, cannot flood anybody.
/// </summary>
internal sealed partial class TagNotices : IDisposable
{
    /// <summary>Between two looks.</summary>
    internal static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private readonly TagStore _store;
    private readonly TagTable _table;
    private readonly TagObjects _objects;
    private readonly SnmpTrapOptions _options;
    private readonly Action<SnmpNotification> _notify;
    private readonly SnmpMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly TagSubscription _changes;
    private readonly ITimer _looks;
    private readonly Queue<(string Key, WatchedTag Tag)> _waiting = new();
    private Dictionary<string, WatchedTag> _tags = new(StringComparer.Ordinal);
    private Dictionary<string, Oid> _own = new(StringComparer.Ordinal);
    private (long Mapped, long Registered) _version = (-1, -1);
    private double _tokens;
    private long _filled;

    /// <summary>Watches the tags of the table from now on; what they are like now is told nobody.</summary>
    /// <param name="store">The tags.</param>
    /// <param name="table">Which are watched.</param>
    /// <param name="objects">Their own objects.</param>
    /// <param name="options">What is told.</param>
    /// <param name="notify">Tells.</param>
    /// <param name="metrics">Counts.</param>
    /// <param name="time">The clock.</param>
    /// <param name="logger">Told when looking fails.</param>
    internal TagNotices(
        TagStore store, TagTable table, TagObjects objects, SnmpTrapOptions options, Action<SnmpNotification> notify, SnmpMetrics metrics, TimeProvider time, ILogger logger)
    {
        (_store, _table, _objects, _options, _notify, _metrics, _time, _logger) = (store, table, objects, options, notify, metrics, time, logger);
        (_tokens, _filled) = (options.MaxPerSecond, time.GetTimestamp());
        _changes = store.Subscribe(static _ => true);
        Look();
        _looks = time.CreateTimer(_ => LookAgain(), null, LookEvery, LookEvery);
    }

    public void Dispose()
    {
        _looks.Dispose();
        _changes.Dispose();
    }

    /// <summary>Takes what has changed, and tells what is due.</summary>
    internal void Look()
    {
        if (!_gate.TryEnter())
            return; // The one before is at it.
        try
        {
            Follow();
            while (_changes.TryTake(out var point))
            {
                if (_tags.TryGetValue(point.Key, out var tag) && point.IsRegistered && !tag.IsWaiting && IsNews(point, tag))
                {
                    tag.IsWaiting = true;
                    _waiting.Enqueue((point.Key, tag));
                }
            }

            Tell();
        }
        finally
        {
            _gate.Exit();
        }
    }

    private void LookAgain()
    {
        try
        {
            Look();
        }
#pragma warning disable CA1031 // A timer's exception would end the process.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogLook(_logger, e);
        }
    }

    /// <summary>Takes tags in that have come into the table, and leaves those that have gone.</summary>
    private void Follow()
    {
        var version = _table.Version;
        if (version == _version)
            return;
        var tags = new Dictionary<string, WatchedTag>(StringComparer.Ordinal);
        foreach (var (number, point) in _table.All())
        {
            if (!_tags.TryGetValue(point.Key, out var tag))
            {
                tag = new WatchedTag(number, LimitsOf(point.Key));
                tag.Begin(point.Find());
            }

            tags.Add(point.Key, tag);
        }

        (_tags, _version) = (tags, version);
        _own = [];
        foreach (var (oid, mapping) in _objects.Served())
            _own.TryAdd(mapping.Key, oid);
    }

    private SnmpLimitOptions? LimitsOf(string key)
    {
        foreach (var (pattern, limits) in _options.Limits)
        {
            if (Glob.IsMatch(pattern, key))
                return limits;
        }

        return null;
    }

    private bool IsNews(DataPoint point, WatchedTag tag)
    {
        var state = point.Read();
        return (_options.Quality && tag.IsNews(state.Quality)) | (tag.SideOf(point, state) != tag.Side);
    }

    private void Tell()
    {
        var now = _time.GetTimestamp();
        _tokens = Math.Min(_options.MaxPerSecond, _tokens + (_time.GetElapsedTime(_filled, now).TotalSeconds * _options.MaxPerSecond));
        _filled = now;
        for (var left = _waiting.Count; left > 0 && _tokens >= 1; left--)
        {
            var (key, tag) = _waiting.Dequeue();
            tag.IsWaiting = false;
            if (!_tags.TryGetValue(key, out var present) || present != tag || !_store.TryGet(key, out var point))
                continue;
            var state = point.Read();
            var (isQuality, side) = (_options.Quality && tag.IsNews(state.Quality), tag.SideOf(point, state));
            var isSide = side != tag.Side;
            if (!isQuality && !isSide)
            {
                _metrics.Coalesced();
                continue;
            }

            if (isQuality && IsDue(tag.QualityTold, now))
            {
                _notify(new SnmpNotification(GatewayOids.QualityChanged, Variables(key, tag, point, state)));
                tag.Told(state.Quality, now);
                (isQuality, _tokens) = (false, _tokens - 1);
            }

            if (isSide && _tokens >= 1 && IsDue(tag.SideTold, now))
            {
                _notify(NotificationOf(key, tag, point, state, side));
                tag.Told(side, now);
                (isSide, _tokens) = (false, _tokens - 1);
            }

            if (!isQuality && !isSide)
                continue;
            tag.IsWaiting = true;
            _waiting.Enqueue((key, tag));
        }
    }

    private bool IsDue(long? told, long now) => told is not { } at || _time.GetElapsedTime(at, now) >= _options.Interval;

    private SnmpNotification NotificationOf(string key, WatchedTag tag, DataPoint point, in PointState state, LimitSide side)
    {
        var which = side == LimitSide.Within ? tag.Side : side;
        return new SnmpNotification(
            side == LimitSide.Within ? GatewayOids.LimitCleared : GatewayOids.LimitExceeded,
            Variables(
                key,
                tag,
                point,
                state,
                new SnmpVariable(GatewayOids.Limit, SnmpValue.Integer((int)which)),
                new SnmpVariable(GatewayOids.LimitValue, SnmpValue.OctetString(tag.LimitOf(point, which)?.ToString(CultureInfo.InvariantCulture) ?? ""))));
    }

    /// <summary>What each notification tells of the tag: key, value, quality, then what this kind has more, and the tag's own object.</summary>
    private List<SnmpVariable> Variables(string key, WatchedTag tag, DataPoint point, in PointState state, params ReadOnlySpan<SnmpVariable> more)
    {
        List<SnmpVariable> variables =
        [
            new(Cell(TagColumn.Key, tag), TagCell.ValueOf(point, TagColumn.Key)),
            new(Cell(TagColumn.Value, tag), TagSyntax.Text(state.Value.ToString(), TagCell.MaxTextBytes)),
            new(Cell(TagColumn.Quality, tag), TagCell.QualityOf(state.Quality)),
            .. more,
        ];
        if (_own.TryGetValue(key, out var oid) && _objects.Find(oid, out _) is { } own)
            variables.Add(new SnmpVariable(oid, own.Read()));
        return variables;
    }

    private static Oid Cell(TagColumn column, WatchedTag tag) => GatewayOids.TagEntry.Append((uint)column, (uint)tag.Row);

    [LoggerMessage(Level = LogLevel.Error, Message = "SNMP: changes could not be told")]
    private static partial void LogLook(ILogger logger, Exception exception);
}

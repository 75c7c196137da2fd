using Catchment.Core.Diagnostics;
using Catchment.Protocols.Flatlogs;
using Catchment.Telemetry.Following;

namespace Catchment.Telemetry.Tests.Following;

/// <summary>A folder with files that grow, and who follows them, on a clock that stands still.</summary>
internal sealed class FollowersRig : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly NodeMetrics _node;
    private Followers? _followers;

    internal FollowersRig()
    {
        _node = new NodeMetrics(Time, "1");
        Metrics = new TelemetryMetrics(_node, Time);
        Context = new LiveContext(Time);
    }

    internal ManualTime Time { get; } = new();

    internal TelemetryMetrics Metrics { get; }

    internal LiveContext Context { get; }

    internal string this[string name] => _folder[name];

    /// <summary>How far each device is read.</summary>
    internal Dictionary<string, FollowedPosition> Positions { get; } = new(StringComparer.Ordinal);

    /// <summary>Told behind each turn of a device.</summary>
    internal Action<string> Turned { get; set; } = _ => { };

    /// <summary>Begins to follow, from where it ended.</summary>
    internal void Start(params string[]? devices)
    {
        _followers?.Dispose();
        _followers = new Followers(_folder.FullPath, devices is [] ? null : devices, FlatlogTypeTable.BuiltIn, [.. Positions.Values], new TelemetryJournal(Context, Metrics), Time) { Read = d => Turned(d) };
        Look();
    }

    internal void Look() => _followers!.Look();

    /// <summary>Devices that are followed.</summary>
    internal int Followed => _followers!.Count;

    /// <summary>One round.</summary>
    internal (List<string> Rows, bool HasMore) Round()
    {
        var round = new Round();
        var hasMore = _followers!.Fill(round, Time.GetTimestamp(), TelemetryService.MostPause);
        foreach (var position in round.Positions)
            Positions[position.Device] = position;
        return ([.. round.Rows.Select(r => $"{r.Device}: {Entries.Text(r)}")], hasMore);
    }

    /// <summary>All rows that there are now.</summary>
    internal List<string> Read()
    {
        var rows = new List<string>();
        while (true)
        {
            var (some, hasMore) = Round();
            rows.AddRange(some);
            if (!hasMore)
                return rows;
        }
    }

    /// <summary>The rows of a device, its name in front.</summary>
    internal static List<string> Rows(string device, ReadOnlySpan<byte> file) => [.. Entries.Rows(file).Select(r => $"{device}: {r}")];

    internal void Append(string name, ReadOnlySpan<byte> bytes)
    {
        using var file = new FileStream(this[name], FileMode.Append);
        file.Write(bytes);
    }

    public void Dispose()
    {
        _followers?.Dispose();
        _node.Dispose();
        _folder.Dispose();
    }
}

using Catchment.Core.Databases;
using Catchment.Telemetry.Following;
using Catchment.Telemetry.Tests.Ingest;

namespace Catchment.Telemetry.Tests.Following;

public sealed class InterruptionTests
{
    public static TheoryData<DatabaseKind, int> Seeds
    {
        get
        {
            var data = new TheoryData<DatabaseKind, int>();
            foreach (var kind in new[] { DatabaseKind.Sqlite, DatabaseKind.PostgreSql })
            {
                for (var seed = 1; seed <= (Environment.GetEnvironmentVariable("CATCHMENT_TEST_FULL") == "1" ? 30 : 3); seed++)
                    data.Add(kind, seed);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Kills_at_any_moment_neither_repeat_nor_skip(DatabaseKind kind, int seed)
    {
        var random = new Random(seed);
        using var rig = new LiveRig(kind) { DataDirs = [] };
        var writers = new[] { "a", "b", "b_c" }.Select(d => new Writer(rig, d, random.Next())).ToArray();
        foreach (var writer in writers)
            writer.Write();
        while (!Array.TrueForAll(writers, w => w.IsDone))
        {
            // Each run is killed at one of its moments, with something being written at each.
            var left = random.Next(1, 12);
            rig.Reached = moment =>
            {
                writers[random.Next(writers.Length)].Write();
                if (left-- == 0)
                    throw new KilledException();
            };
            await Should.ThrowAsync<KilledException>(() => rig.Start().InTimeAsync());
        }

        rig.Reached = _ => { };
        var expected = writers.SelectMany(w => w.Rows).Order(StringComparer.Ordinal).ToList();
        _ = rig.Start();
        await rig.UntilAsync(() => rig.Of("SELECT count(*) FROM telem").Single() == $"{expected.Count}");
        await rig.StopAsync();
        rig.Of("SELECT device, ts, ec FROM telem").Order(StringComparer.Ordinal).ShouldBe(expected);
        if (kind == DatabaseKind.PostgreSql)
            rig.Of("SELECT device, file, position FROM catchment.telemetry_positions ORDER BY device").ShouldBe(writers.Select(w => w.End));
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.PostgreSql)]
    public async Task A_kill_behind_the_very_first_rows_leaves_it_known_where_the_device_began(DatabaseKind kind)
    {
        using var rig = new LiveRig(kind) { DataDirs = [] };
        rig.Append("dev_20240415223050000000001.bintel", Flatlogs.File(3));
        rig.Reached = moment => _ = moment == LiveMoment.Stored ? throw new KilledException() : 0;
        await Should.ThrowAsync<KilledException>(() => rig.Start().InTimeAsync());
        rig.Reached = _ => { };
        rig.Append("dev_20240415223050000000001.bintel", Flatlogs.File(2, start: 1_700_000_100));
        rig.Append("dev_20240415223050000000002.bintel", Flatlogs.File(4, start: 1_700_000_200));
        _ = rig.Start();
        await rig.UntilAsync(() => rig.Rows().Count == 9);
    }

    /// <summary>Writes entries in pieces that end anywhere, and goes on to the next file now and then.</summary>
    private sealed class Writer(LiveRig rig, string device, int seed)
    {
        private const int MostFiles = 4;

        private readonly Random _random = new(seed);
        private byte[] _rest = [];
        private int _file;
        private uint _second = 1_700_000_000;
        private long _length;

        internal bool IsDone => _file == MostFiles && _rest.Length == 0;

        internal List<string> Rows { get; } = [];

        internal string End => $"{device}|{Name}|{_length}";

        private string Name => $"{device}_2024041522305000000000{_file}.bintel";

        internal void Write()
        {
            if (IsDone)
                return;
            if (_rest.Length == 0)
            {
                _file++;
                _length = 0;
                var count = _random.Next(1, 40);
                _rest = Flatlogs.File(count, start: ++_second);
                for (var i = 0; i < count; i++)
                    Rows.Add($"{device}|{DateTime.UnixEpoch.AddSeconds(_second).AddMilliseconds(i):yyyy-MM-dd HH:mm:ss.ffffff}+00:00|loop_closed");
            }

            var piece = _random.Next(1, _rest.Length + 1);
            rig.Append(Name, _rest.AsSpan(0, piece));
            _rest = _rest[piece..];
            _length += piece;
        }
    }
}

using Catchment.Telemetry.Following;
using Catchment.Telemetry.Tests.Ingest;
using Microsoft.Extensions.Logging;

namespace Catchment.Telemetry.Tests.Following;

public sealed class FollowersTests : IDisposable
{
    private const string Stamp1 = "20240415223050000000000";
    private const string Stamp2 = "20240415223050000000001";
    private const string Stamp3 = "20240416000000000000000";

    private readonly FollowersRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Theory]
    [InlineData("camsci1_20240415223050997960288")]
    [InlineData("everytype_20240903040506123456789")]
    [InlineData("sysMonAOC_20240415223052123456789")]
    public void A_file_that_grows_octet_by_octet_gives_each_entry_when_its_last_octet_is_there(string vector)
    {
        var file = Entries.Vector(vector);
        var device = vector[..vector.LastIndexOf('_')];
        _rig.Start(device);
        var rows = new List<string>();
        for (var i = 0; i < file.Length; i++)
        {
            _rig.Append($"{vector}.bintel", file.AsSpan(i, 1));
            if (i == 0)
                _rig.Look();
            rows.AddRange(_rig.Read());
            rows.Count.ShouldBe(Entries.Rows(file.AsSpan(0, i + 1)).Count);
        }

        rows.ShouldBe(FollowersRig.Rows(device, file));
        _rig.Positions[device].ShouldBe(new FollowedPosition(device, $"{vector}.bintel", file.Length));
    }

    [Fact]
    public void The_old_file_is_finished_before_the_next()
    {
        var (old, next, last) = (Flatlogs.File(3), Flatlogs.File(4, start: 1_700_000_100), Flatlogs.File(2, start: 1_700_000_200));
        _rig.Append($"dev_{Stamp1}.bintel", old.AsSpan(0, 20));
        _rig.Start("dev");
        _rig.Read().Count.ShouldBe(1);
        _rig.Append($"dev_{Stamp1}.bintel", old.AsSpan(20));
        _rig.Append($"dev_{Stamp3}.bintel", last);
        _rig.Append($"dev_{Stamp2}.bintel", next);
        _rig.Look();
        _rig.Read().ShouldBe([.. FollowersRig.Rows("dev", old)[1..], .. FollowersRig.Rows("dev", next), .. FollowersRig.Rows("dev", last)]);
        _rig.Append($"dev_{Stamp3}.bintel", next);
        _rig.Read().ShouldBe(FollowersRig.Rows("dev", next));
    }

    [Fact]
    public void A_device_takes_files_of_exactly_its_name()
    {
        foreach (var (name, start) in new[] { ($"mzmq_{Stamp1}", 1u), ($"mzmq_calib_{Stamp1}", 2u), ($"mzmqX_{Stamp1}", 3u), ("mzmq_20240415", 4u), ($"mzmq_{Stamp2}.old", 5u) })
            _rig.Append($"{name}.bintel", Flatlogs.File(1, start: start));
        _rig.Append($"mzmq_{Stamp2}.binlog", Flatlogs.File(1));
        Directory.CreateDirectory(_rig[$"mzmq_{Stamp3}.bintel"]);
        _rig.Start("mzmq", "absent");
        _rig.Read().ShouldBe(FollowersRig.Rows("mzmq", Flatlogs.File(1, start: 1)));
    }

    [Fact]
    public void Without_a_list_every_device_is_followed_and_later_ones_are_found()
    {
        _rig.Append($"one_{Stamp1}.bintel", Flatlogs.File(1));
        _rig.Append($"two_of_it_{Stamp1}.bintel", Flatlogs.File(1));
        _rig.Append($"{new string('x', 51)}_{Stamp1}.bintel", Flatlogs.File(1));
        File.CreateSymbolicLink(_rig[$"loop_{Stamp1}.bintel"], _rig[$"loop_{Stamp1}.bintel"]);
        _rig.Start();
        _rig.Read().Order(StringComparer.Ordinal).ShouldBe([.. FollowersRig.Rows("one", Flatlogs.File(1)), .. FollowersRig.Rows("two_of_it", Flatlogs.File(1))]);
        _rig.Append($"three_{Stamp1}.bintel", Flatlogs.File(2));
        _rig.Append($"three_{Stamp2}.bintel", Flatlogs.File(3, start: 1_700_000_100));
        _rig.Look();
        _rig.Read().Count.ShouldBe(5);
        _rig.Look();
        _rig.Context.Log.Of(LogLevel.Warning).Count.ShouldBe(1); // of the name that has no room
    }

    [Fact]
    public void At_the_start_only_the_newest_file_is_read_and_later_all_that_come()
    {
        _rig.Append($"dev_{Stamp1}.bintel", Flatlogs.File(5));
        _rig.Append($"dev_{Stamp2}.bintel", Flatlogs.File(3, start: 1_700_000_100));
        _rig.Start("dev");
        _rig.Read().ShouldBe(FollowersRig.Rows("dev", Flatlogs.File(3, start: 1_700_000_100)));
    }

    [Fact]
    public void A_restart_goes_on_where_it_ended_through_files_that_came_meanwhile()
    {
        _rig.Append($"dev_{Stamp1}.bintel", Flatlogs.File(5).AsSpan(0, 30));
        _rig.Start("dev");
        _rig.Read().Count.ShouldBe(2);
        _rig.Append($"dev_{Stamp1}.bintel", Flatlogs.File(5).AsSpan(30));
        _rig.Append($"dev_{Stamp2}.bintel", Flatlogs.File(3, start: 1_700_000_100));
        _rig.Append($"dev_{Stamp3}.bintel", Flatlogs.File(1, start: 1_700_000_200));
        _rig.Start("dev");
        _rig.Read().ShouldBe([.. FollowersRig.Rows("dev", Flatlogs.File(5))[2..], .. FollowersRig.Rows("dev", Flatlogs.File(3, start: 1_700_000_100)), .. FollowersRig.Rows("dev", Flatlogs.File(1, start: 1_700_000_200))]);
        _rig.Start("dev");
        _rig.Read().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("../dev_20240415223050000000000.bintel")]
    [InlineData("other_20240415223050000000000.bintel")]
    [InlineData("nothing")]
    public void A_position_that_is_none_counts_as_unknown(string file)
    {
        _rig.Append($"dev_{Stamp1}.bintel", Flatlogs.File(2));
        _rig.Positions["dev"] = new FollowedPosition("dev", file, 0);
        _rig.Start("dev");
        _rig.Read().Count.ShouldBe(2);
    }

    [Fact]
    public void Of_a_file_that_is_gone_the_next_one_is_read()
    {
        _rig.Positions["dev"] = new FollowedPosition("dev", $"dev_{Stamp1}.bintel", 24);
        _rig.Start("dev");
        _rig.Read().ShouldBeEmpty();
        _rig.Append($"dev_{Stamp2}.bintel", Flatlogs.File(2));
        _rig.Look();
        _rig.Read().Count.ShouldBe(2);
    }

    [Fact]
    public void A_torn_last_entry_is_waited_for_and_then_left_out()
    {
        var file = Flatlogs.File(3);
        _rig.Append($"dev_{Stamp1}.bintel", file.AsSpan(0, 30));
        _rig.Start("dev");
        _rig.Read().Count.ShouldBe(2);
        _rig.Append($"dev_{Stamp2}.bintel", Flatlogs.File(1, start: 1_700_000_100));
        _rig.Look();
        _rig.Read().ShouldBeEmpty();
        _rig.Append($"dev_{Stamp1}.bintel", file.AsSpan(30, 3));
        _rig.Time.Advance(Follower.Patience);
        _rig.Read().ShouldBeEmpty(); // It has grown: the rest may yet come.
        _rig.Time.Advance(Follower.Patience);
        _rig.Read().ShouldBe(FollowersRig.Rows("dev", Flatlogs.File(1, start: 1_700_000_100)));
        _rig.Context.Log.Of(LogLevel.Warning).Single().ShouldContain("incomplete");
        _rig.Metrics.Totals.Discarded.ShouldBe(1);
    }

    [Fact]
    public void The_rest_of_a_torn_entry_that_comes_behind_the_next_file_is_read_before_it()
    {
        var file = Flatlogs.File(3);
        _rig.Append($"dev_{Stamp1}.bintel", file.AsSpan(0, 30));
        _rig.Start("dev");
        _rig.Read().Count.ShouldBe(2);
        _rig.Append($"dev_{Stamp2}.bintel", Flatlogs.File(1, start: 1_700_000_100));
        _rig.Look();
        _rig.Read().ShouldBeEmpty();
        _rig.Append($"dev_{Stamp1}.bintel", file.AsSpan(30));
        _rig.Read().ShouldBe([.. FollowersRig.Rows("dev", file)[2..], .. FollowersRig.Rows("dev", Flatlogs.File(1, start: 1_700_000_100))]);
    }

    [Fact]
    public void A_file_that_was_cut_is_read_anew_from_where_it_still_is()
    {
        var file = Flatlogs.File(3);
        _rig.Append($"dev_{Stamp1}.bintel", file.AsSpan(0, 30));
        _rig.Start("dev");
        _rig.Read().Count.ShouldBe(2);
        Cut(24); // The torn entry alone.
        _rig.Read().ShouldBeEmpty();
        _rig.Append($"dev_{Stamp1}.bintel", file.AsSpan(24));
        _rig.Read().ShouldBe(FollowersRig.Rows("dev", file)[2..]);
        _rig.Context.Log.Of(LogLevel.Warning).ShouldBeEmpty();
        Cut(12);
        _rig.Read().ShouldBe(FollowersRig.Rows("dev", file)[..1]);
        _rig.Context.Log.Of(LogLevel.Warning).Single().ShouldContain("was cut");

        // The same while nobody followed.
        _rig.Append($"dev_{Stamp1}.bintel", file.AsSpan(12));
        _rig.Read();
        Cut(12);
        _rig.Start("dev");
        _rig.Read().ShouldBe(FollowersRig.Rows("dev", file)[..1]);

        void Cut(long length)
        {
            using var cut = File.OpenWrite(_rig[$"dev_{Stamp1}.bintel"]); // Alone: who follows holds no lock.
            cut.SetLength(length);
        }
    }

    [Fact]
    public void A_name_that_leads_to_another_file_is_read_from_its_beginning()
    {
        var name = $"dev_{Stamp1}.bintel";
        _rig.Append(name, Flatlogs.File(3));
        _rig.Start("dev");
        _rig.Read().Count.ShouldBe(3);
        _rig.Append("copy", Flatlogs.File(5, start: 1_700_000_100));
        _rig.Append(name, Flatlogs.File(1, start: 1_700_000_050));
        File.Move(_rig["copy"], _rig[name], overwrite: true);
        _rig.Look();
        _rig.Read().ShouldBe([.. FollowersRig.Rows("dev", Flatlogs.File(1, start: 1_700_000_050)), .. FollowersRig.Rows("dev", Flatlogs.File(5, start: 1_700_000_100))]);
    }

    [Fact]
    public void Entries_that_cannot_be_stored_are_left_out_with_one_warning_a_file()
    {
        foreach (var vector in new[] { "unknown_20240903040522123456789", "corrupt_20240903040523123456789", "badnano_20240903040527123456789" })
            _rig.Append($"{vector}.bintel", [.. Entries.Vector(vector), .. Entries.Vector(vector)]);
        _rig.Start();
        var rows = _rig.Read();
        rows.Count.ShouldBe(2 * new[] { "unknown_20240903040522123456789", "corrupt_20240903040523123456789", "badnano_20240903040527123456789" }.Sum(v => Entries.Rows(Entries.Vector(v)).Count));
        _rig.Context.Log.Of(LogLevel.Warning).Count.ShouldBe(3);
        _rig.Metrics.Totals.Discarded.ShouldBeGreaterThanOrEqualTo(6);
    }

    [Fact]
    public void Noise_is_passed_over_without_a_busy_loop()
    {
        var noise = new byte[200_000];
        new Random(7).NextBytes(noise);
        _rig.Append($"dev_{Stamp1}.bintel", noise);
        _rig.Start("dev");
        _rig.Read();
        var turns = 0;
        _rig.Turned = _ => turns++;
        _rig.Read();
        turns.ShouldBe(1); // It is at its end, or waits for the rest of what looks like an entry.
        _rig.Append($"dev_{Stamp2}.bintel", Flatlogs.File(2));
        _rig.Look();
        _rig.Read();
        _rig.Time.Advance(Follower.Patience);
        _rig.Positions.Remove("dev");
        _rig.Read();
        _rig.Positions["dev"].ShouldBe(new FollowedPosition("dev", $"dev_{Stamp2}.bintel", 24));
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_left_alone_for_a_while_and_the_others_are_read()
    {
        var name = $"bad_{Stamp1}.bintel";
        _rig.Append(name, Flatlogs.File(2));
        _rig.Append($"good_{Stamp1}.bintel", Flatlogs.File(2));
        _rig.Start("bad", "good");
        File.Delete(_rig[name]);
        File.CreateSymbolicLink(_rig[name], _rig[name]);
        _rig.Read().Count.ShouldBe(2);
        _rig.Read();
        _rig.Metrics.Totals.Errors.ShouldBe(1);
        _rig.Context.Degradations.ShouldContainKey("followed");
        _rig.Time.Advance(Follower.Patience);
        _rig.Read();
        _rig.Metrics.Totals.Errors.ShouldBe(2);
        File.Delete(_rig[name]);
        _rig.Append(name, Flatlogs.File(2));
        _rig.Time.Advance(Follower.Patience);
        _rig.Read().ShouldBe(FollowersRig.Rows("bad", Flatlogs.File(2)));
        _rig.Look();
        _rig.Context.Degradations.ShouldBeEmpty();
    }

    [Fact]
    public void A_round_ends_in_time_and_in_turn_whatever_is_written()
    {
        foreach (var device in new[] { "a", "b", "c" })
            _rig.Append($"{device}_{Stamp1}.bintel", Flatlogs.File(300));
        _rig.Start();
        uint start = 1_700_000_000;
        _rig.Turned = device =>
        {
            _rig.Append($"{device}_{Stamp1}.bintel", Flatlogs.File(300, start: ++start)); // There is always more.
            _rig.Time.Advance(TimeSpan.FromMilliseconds(50));
        };
        var began = _rig.Time.GetTimestamp();
        var (rows, hasMore) = _rig.Round();
        hasMore.ShouldBeTrue();
        _rig.Time.GetElapsedTime(began).ShouldBe(TelemetryService.MostPause);
        rows.Count.ShouldBe(5 * 256);
        rows.Select(r => r[0]).Distinct().Count().ShouldBe(3);
    }

    [Fact]
    public void A_round_is_bounded_in_number_and_bytes()
    {
        _rig.Append($"many_{Stamp1}.bintel", Flatlogs.File(10_000));
        _rig.Start("many");
        var (rows, hasMore) = _rig.Round();
        (rows.Count, hasMore).ShouldBe((4096, true));
        _rig.Read().Count.ShouldBe(10_000 - 4096);

        var large = Entries.Vector("ncpcModes_20240415223056000000000");
        for (var i = 0; i < 30; i++)
            _rig.Append($"large_{Stamp1}.bintel", large);
        _rig.Start("large");
        (rows, hasMore) = _rig.Round();
        hasMore.ShouldBeTrue();
        rows.Sum(r => r.Length).ShouldBeLessThan(3 << 20);
    }
}

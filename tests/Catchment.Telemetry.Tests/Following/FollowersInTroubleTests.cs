using Catchment.Core.Storage;
using Catchment.Protocols.Flatlogs;
using Catchment.Telemetry.Following;
using Catchment.Telemetry.Tests.Ingest;
using Microsoft.Extensions.Logging;

namespace Catchment.Telemetry.Tests.Following;

public sealed class FollowersInTroubleTests : IDisposable
{
    private const string Stamp1 = "20240415223050000000000";
    private const string Stamp2 = "20240415223050000000001";
    private const string Stamp3 = "20240416000000000000000";

    private readonly FollowersRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public void A_folder_that_is_away_for_a_moment_loses_no_file_that_waits()
    {
        _rig.Append($"dev_{Stamp1}.bintel", Flatlogs.File(1));
        _rig.Start("dev");
        _rig.Append($"dev_{Stamp2}.bintel", Flatlogs.File(2, start: 1_700_000_100));
        _rig.Append($"dev_{Stamp3}.bintel", Flatlogs.File(3, start: 1_700_000_200));
        _rig.Look();
        Directory.Move(_rig["."], _rig["../away"]);
        _rig.Read().ShouldBeEmpty();
        Directory.Move(_rig["../away"], _rig["."]);
        _rig.Read().Count.ShouldBe(6);
    }

    [Fact]
    public void A_file_that_cannot_be_read_for_long_does_not_keep_a_newer_one_waiting()
    {
        var name = $"dev_{Stamp1}.bintel";
        _rig.Append(name, Flatlogs.File(2));
        _rig.Start("dev");
        File.Delete(_rig[name]);
        File.CreateSymbolicLink(_rig[name], _rig[name]);
        _rig.Read().ShouldBeEmpty();
        _rig.Time.Advance(Follower.MostPatience);
        _rig.Read().ShouldBeEmpty(); // There is no newer one: it may be mended yet.
        _rig.Append($"dev_{Stamp2}.bintel", Flatlogs.File(3));
        _rig.Look();
        _rig.Time.Advance(Follower.Patience);
        _rig.Read();
        _rig.Read().ShouldBe(FollowersRig.Rows("dev", Flatlogs.File(3)));
        _rig.Metrics.Totals.Discarded.ShouldBe(1);
        _rig.Context.Log.Of(LogLevel.Warning).Single().ShouldContain("backfill");
        _rig.Look();
        _rig.Context.Degradations.ShouldBeEmpty();
    }

    [Fact]
    public void An_observations_name_that_the_index_has_no_room_for_keeps_no_other_entry_from_the_table()
    {
        _rig.Append($"observers_{Stamp1}.bintel", [.. Observation(1, 10), .. Observation(2, 2600), .. Observation(3, 10)]);
        _rig.Start("observers");
        _rig.Read().Count.ShouldBe(2);
        _rig.Metrics.Totals.Discarded.ShouldBe(1);

        static byte[] Observation(uint second, int length)
        {
            var type = FlatlogTypeTable.BuiltIn.Types.First(t => t.Name == "telem_observer");
            var message = FlatlogMessage.Write(type.Message!, new Dictionary<string, object> { ["email"] = "a@b", ["obsName"] = new string('o', length), ["observing"] = true });
            var header = FlatlogHeader.Create(FlatlogPriority.Telemetry, type.Code, second, 0, message.Length);
            var bytes = new byte[header.Length];
            header.Write(bytes);
            return [.. bytes, .. message];
        }
    }

    [Fact]
    public void Another_file_under_the_name_is_read_from_its_beginning_behind_trouble_too()
    {
        var name = $"dev_{Stamp1}.bintel";
        _rig.Append(name, Flatlogs.File(3));
        _rig.Start("dev");
        _rig.Read().Count.ShouldBe(3);
        _rig.Append("copy", Flatlogs.File(5, start: 1_700_000_100));
        File.Move(_rig["copy"], _rig[name], overwrite: true);
        _rig.Look();
        _rig.Append($"dev_{Stamp2}.bintel", Flatlogs.File(2, start: 1_700_000_200));
        _rig.Look();
        _rig.Read().ShouldBe([.. FollowersRig.Rows("dev", Flatlogs.File(5, start: 1_700_000_100)), .. FollowersRig.Rows("dev", Flatlogs.File(2, start: 1_700_000_200))]); // Once, and the next one behind it.
        _rig.Context.Log.Of(LogLevel.Warning).Single().ShouldContain("another file");
    }

    [Fact]
    public void A_name_that_is_no_UTF8_is_no_device()
    {
        byte[] name = [(byte)'d', 0xFF, .. System.Text.Encoding.ASCII.GetBytes($"_{Stamp1}.bintel")];
        using var folder = FolderHandle.Open(_rig["."])!;
        folder.CreateFile(name)!.Dispose();
        try
        {
            _rig.Append($"dev_{Stamp1}.bintel", Flatlogs.File(1));
            _rig.Start();
            _rig.Read().Count.ShouldBe(1);
            _rig.Positions.Keys.ShouldBe(["dev"]);
            _rig.Followed.ShouldBe(1);
        }
        finally
        {
            folder.Delete(name); // The framework cannot.
        }
    }

    [Fact]
    public void Where_a_device_begins_is_known_before_its_first_entry_is()
    {
        _rig.Append($"dev_{Stamp1}.bintel", Flatlogs.File(1).AsSpan(0, 5));
        _rig.Start("dev");
        _rig.Read().ShouldBeEmpty();
        _rig.Positions["dev"].ShouldBe(new FollowedPosition("dev", $"dev_{Stamp1}.bintel", 0));
        _rig.Append($"dev_{Stamp1}.bintel", Flatlogs.File(1).AsSpan(5));
        _rig.Append($"dev_{Stamp2}.bintel", Flatlogs.File(1, start: 1_700_000_100));
        _rig.Start("dev");
        _rig.Read().Count.ShouldBe(2);
    }
}

using System.Text.Json;
using Catchment.Core.Configuration;
using Catchment.Core.Databases;
using Catchment.Interop.Tests;
using Catchment.Telemetry.Replicas.Copying;
using Catchment.Telemetry.Replicas.Verifying;
using Catchment.Telemetry.Settings;

namespace Catchment.Telemetry.Tests.Replicas;

/// <summary>Copies to a foreign store that checks signatures and checksums (<c>s3_peer.py</c>).</summary>
public sealed class StoreTargetTests : IDisposable
{
    private const int PartSize = 5 << 20;

    private readonly ReplicaRig _rig = new(DatabaseKind.Sqlite);
    private readonly PythonPeer _store = PythonPeer.Start("Replicas/s3_peer.py", "AKID", "hush-hush", "mars-1", "shelf");
    private readonly TelemetryReplicaOptions _options;

    public StoreTargetTests() => _options = new TelemetryReplicaOptions
    {
        Endpoint = $"http://127.0.0.1:{_store.ReadLine()}",
        Region = "mars-1",
        AccessKey = "AKID",
        SecretKey = "hush-hush",
        PartSize = new ByteSize(PartSize),
    };

    public void Dispose()
    {
        _store.Dispose();
        _rig.Dispose();
    }

    [Fact]
    public void Files_are_objects_with_their_times_and_digests_and_are_recorded_and_then_passed_over()
    {
        _rig.Write("data/a é+", "content");
        _rig.Write("data/large", new string('x', PartSize + 1), 5);
        _rig.Inventory();
        Copy().Copied.ShouldBe(2);
        var objects = Dump().GetProperty("objects").EnumerateObject().ToDictionary(static o => o.Name, static o => o.Value);
        objects.Keys.Order().ShouldBe([$"raw/exao1{_rig["data"]}/a é+", $"raw/exao1{_rig["data"]}/large"]);
        var facts = objects[$"raw/exao1{_rig["data"]}/a é+"].GetProperty("facts");
        facts.GetProperty("mtime").GetString().ShouldStartWith("1713220200.123456");
        facts.GetProperty("sha256").GetString().ShouldBe("ed7002b439e9ac845f22357d822bac1444730fbdb6016d3ec9432297b9ec9f73");
        _rig.States().ShouldBe(["a é+ Current", "large Current"]);
        _rig.Rows()[0].ShouldContain($"|{new Uri(_options.Endpoint!).Authority}|s3://shelf/raw/exao1~/data/a é+|");
        var report = Copy();
        (report.Copied, report.Current).ShouldBe((0, 2));
        Dump().GetProperty("puts").GetInt32().ShouldBe(3);
        Dump().GetProperty("uploads").GetInt32().ShouldBe(0);
        Verify(compares: true).Report.Intact.ShouldBe(2);
    }

    [Fact]
    public void What_is_there_already_is_recorded_what_has_changed_is_replaced_and_what_is_newer_or_anothers_is_left()
    {
        foreach (var name in new[] { "a", "b", "other" })
            _rig.Write("data/" + name, "content");
        _rig.Inventory();
        Say($"put raw/exao1{_rig["data"]}/other foreign");
        var report = Copy();
        (report.Copied, report.Failed).ShouldBe((2, 1));
        _rig.Tables.Execute("DELETE FROM file_replicas");
        Copy().Confirmed.ShouldBe(2);

        _rig.Write("data/a", "content and more", 10);
        _rig.Write("data/b", "older content", -10);
        report = Copy();
        (report.Copied, report.Newer, report.Failed).ShouldBe((1, 1, 1));
        _rig.Inventory(isRescan: true);
        _rig.States().ShouldBe(["a Current", "b Ahead", "other Missing"]);
    }

    [Fact]
    public void What_the_store_refuses_is_told_and_not_recorded()
    {
        foreach (var name in new[] { "refused", "damaged", "busy" })
            _rig.Write("data/" + name, "content");
        _rig.Inventory();
        var report = Copy();
        (report.Copied, report.Failed).ShouldBe((1, 2));
        _rig.States().ShouldBe(["busy Current", "damaged Missing", "refused Missing"]);
        string.Concat(_rig.Log.Lines.Select(static l => l.Text)).ShouldContain("BadDigest");
    }

    [Theory]
    [InlineData(10)]
    [InlineData(-10)]
    public void An_object_of_the_same_content_gets_the_time_that_its_original_has_by_now(int seconds)
    {
        _rig.Write("data/a", "content");
        _rig.Inventory();
        Copy();
        _rig.Write("data/a", "content", seconds);
        Copy().Copied.ShouldBe(1);
        Verify().Report.Intact.ShouldBe(1);
        _rig.States().ShouldBe(["a Current"]);
    }

    [Fact]
    public void A_copy_that_another_has_replaced_is_told()
    {
        _rig.Write("data/a", "content");
        _rig.Write("data/b", "content");
        _rig.Inventory();
        Copy();
        Say($"put raw/exao1{_rig["data"]}/a foreign content");
        _rig.Tables.Execute("UPDATE file_replicas SET replica_path = replace(replica_path, '/b', '/never')");
        var (report, found) = Verify();
        found.ShouldBe(["Resized a", "Gone never"]);
        report.Faults.ShouldBe(2);
        _rig.States().ShouldBe(["a Incomplete", "b Gone"]);
    }

    [Theory]
    [InlineData("s3://other/raw", "hush-hush", "no such bucket", "NoSuchBucket")]
    [InlineData("s3://shelf/raw", "wrong-hush-hush", "wrong key", "SignatureDoesNotMatch")]
    [InlineData("s3://shelf/raw", null, "half a key", "telemetry.replicas.secret_key: found nothing")]
    [InlineData("s3:///raw", "hush-hush", "a prefix only", "s3://bucket/prefix is wanted")]
    [InlineData("s3://", "hush-hush", "no bucket", "s3://bucket/prefix is wanted")]
    public void A_store_that_cannot_be_used_is_told_without_the_secret(string target, string? secret, string why, string reason)
    {
        var error = Should.Throw<CopyTargetException>(() => StoreTarget.Open(target, _options with { SecretKey = secret }, default), why);
        error.Message.ShouldContain(reason);
        error.ToString().ShouldNotContain("hush-hush");
    }

    private CopyReport Copy() => new ReplicaCopy(_rig.Settings, _rig.Database, TimeProvider.System, _rig.Log).Run("s3://shelf/raw/", _options, progress: null, default);

    private (VerificationReport Report, List<string> Found) Verify(bool compares = false)
    {
        var found = new List<string>();
        var report = new ReplicaVerification(_rig.Settings, _rig.Database, TimeProvider.System, _rig.Log) { Compares = compares }
            .RunStore("s3://shelf/raw", _options, f => found.Add($"{f.Fault} {Path.GetFileName(f.Path)}"), progress: null, default);
        return (report, found);
    }

    private JsonElement Dump()
    {
        using var dump = JsonDocument.Parse(Say("dump"));
        return dump.RootElement.Clone();
    }

    private string Say(string line)
    {
        _store.WriteLine(line);
        return _store.ReadLine();
    }
}

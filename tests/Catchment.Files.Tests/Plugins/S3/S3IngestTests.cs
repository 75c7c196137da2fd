using System.Text.Json;
using Catchment.Core.Databases;
using Catchment.Core.Plugins;
using Catchment.Files.Checksums;
using Catchment.Files.Plugins;
using Catchment.Files.Tests.Ingester;
using Catchment.Files.Tests.Settings;
using Catchment.Interop.Tests;

namespace Catchment.Files.Tests.Plugins.S3;

/// <summary>Uploads to a foreign store that checks signatures and checksums (<c>s3_peer.py</c>).</summary>
public sealed class S3IngestTests : IDisposable
{
    private const int PartSize = 5 << 20;

    private readonly TemporaryFolder _folder = new();
    private readonly List<PythonPeer> _peers = [];

    public void Dispose()
    {
        foreach (var peer in _peers)
            peer.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_file_is_an_object_under_its_path_with_its_checksum()
    {
        var (store, config) = Store();
        var plugin = Plugin($"{config}, prefix: 'raw/2024 é+/', storage_class: GLACIER");
        var path = Write("night 1/a+b=c é.fits", "content");

        plugin.Execute(path, CancellationToken.None);

        var found = Dump(store).GetProperty("objects").EnumerateObject().Single();
        found.Name.ShouldBe("raw/2024 é+/night 1/a+b=c é.fits");
        var checksum = FileChecksum.Of("content"u8).Text;
        found.Value.GetProperty("blake2b").GetString().ShouldBe(checksum);
        found.Value.GetProperty("facts").GetProperty("blake2b").GetString().ShouldBe(checksum);
        found.Value.GetProperty("class").GetString().ShouldBe("GLACIER");
    }

    [Theory]
    [InlineData(PartSize - 1, 1)]
    [InlineData(PartSize, 1)]
    [InlineData(PartSize + 1, 2)]
    [InlineData(3 * PartSize, 3)]
    public void A_large_file_goes_in_parts(int size, int parts)
    {
        var (store, config) = Store();
        var content = Random(size);
        var path = _folder["large.bin"];
        File.WriteAllBytes(path, content);

        Plugin($"{config}, part_size: 5 MiB").Execute(path, CancellationToken.None);
        Plugin($"{config}, part_size: 5 MiB").Execute(path, CancellationToken.None);

        var dump = Dump(store);
        dump.GetProperty("puts").GetInt32().ShouldBe(parts);
        dump.GetProperty("uploads").GetInt32().ShouldBe(0);
        var found = dump.GetProperty("objects").GetProperty("large.bin");
        found.GetProperty("blake2b").GetString().ShouldBe(FileChecksum.Of(content).Text);
        found.GetProperty("facts").GetProperty("blake2b").GetString().ShouldBe(FileChecksum.Of(content).Text);
        found.GetProperty("tag").GetString()!.Contains('-', StringComparison.Ordinal).ShouldBe(parts > 1);
    }

    [Fact]
    public void An_object_that_is_there_is_not_uploaded_again_and_never_replaced()
    {
        var (store, config) = Store();
        var plugin = Plugin(config);
        plugin.Execute(Write("a", "one"), CancellationToken.None);
        plugin.Execute(Write("a", "one"), CancellationToken.None);
        Say(store, "put b same");
        plugin.Execute(Write("b", "same"), CancellationToken.None);
        Dump(store).GetProperty("puts").GetInt32().ShouldBe(1);

        Failure(plugin, Write("a", "two")).ShouldBe("an object with other content is there already: a; it is not overwritten");
        Failure(plugin, Write("a", "longer")).ShouldContain("it is not overwritten");
        Failure(plugin, Write("b", "sane")).ShouldContain("it is not overwritten");

        Plugin($"{config}, overwrite: true").Execute(Write("a", "two"), CancellationToken.None);
        Dump(store).GetProperty("objects").GetProperty("a").GetProperty("blake2b").GetString().ShouldBe(FileChecksum.Of("two"u8).Text);
    }

    [Theory]
    [InlineData("")]
    [InlineData("unknowing")]
    [InlineData("unconditional")]
    public async Task Many_who_upload_one_key_agree_on_one_content(string mode)
    {
        var (store, config) = Store(mode);
        var path = Write("a", "one");
        var plugin = Plugin(config);

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => plugin.Execute(path, CancellationToken.None))));

        Dump(store).GetProperty("objects").GetProperty("a").GetProperty("blake2b").GetString().ShouldBe(FileChecksum.Of("one"u8).Text);
    }

    [Fact]
    public void What_the_store_refuses_is_told()
    {
        var (store, config) = Store();
        var plugin = Plugin(config);

        Failure(plugin, Write("refused", "x")).ShouldContain("(HTTP 403)");
        Failure(plugin, Write("damaged", "x")).ShouldBe("BadDigest (HTTP 400): The Content-MD5 you specified did not match what we received.");
        var large = _folder["damaged large"];
        File.WriteAllBytes(large, Random(PartSize + 1));
        Failure(Plugin($"{config}, part_size: {PartSize}"), large).ShouldStartWith("BadDigest");
        plugin.Execute(Write("busy", "x"), CancellationToken.None);

        var dump = Dump(store);
        dump.GetProperty("uploads").GetInt32().ShouldBe(0);
        dump.GetProperty("objects").EnumerateObject().Select(o => o.Name).ShouldBe(["busy"]);
    }

    [Fact]
    public void A_store_that_hangs_ends_with_the_time_out_or_the_attempt()
    {
        var (_, config) = Store();
        var path = Write("hanging", "x");
        using var soon = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));

        Should.Throw<OperationCanceledException>(() => Plugin(config).Execute(path, soon.Token));

        // Long enough for the look at the bucket, with which every plugin begins.
        Failure(Plugin($"{config}, timeout: 2"), path).ShouldBe("time-out: the store did not answer within 2 s");
    }

    [Fact]
    public void A_store_that_goes_away_is_a_failure_of_each_file()
    {
        var (store, config) = Store();
        var plugin = Plugin(config);
        store.Kill();

        Should.Throw<Exception>(() => plugin.Execute(Write("a", "x"), CancellationToken.None)).GetBaseException().Message.ShouldContain("refused");
    }

    [Theory]
    [InlineData("{}", "plugin.config.bucket: found nothing; allowed: a text (required).")]
    [InlineData("{bucket: b, endpoint: 'ftp://x'}", "plugin.config.endpoint: found something else; allowed: https://host[:port]")]
    [InlineData("{bucket: b, endpoint: 'http://u:hush-hush@x'}", "plugin.config.endpoint: found something else")]
    [InlineData("{bucket: b/c}", "plugin.config.bucket: found \"b/c\"")]
    [InlineData("{bucket: b, prefix: /x}", "plugin.config.prefix")]
    [InlineData("{bucket: b, access_key: a}", "plugin.config.secret_key: found nothing")]
    [InlineData("{bucket: b, secret_key: hush-hush}", "plugin.config.access_key: found nothing")]
    [InlineData("{bucket: b, profile: nobody-has-this}", "there are no credentials")]
    [InlineData("{bucket: b, access_key: a, secret_key: hush-hush, part_size: 1 MiB}", "plugin.config.part_size: found \"1 MiB\"; allowed: a size, 5 MiB to 5 GiB.")]
    [InlineData("{bucket: b, access_key: a, secret_key: hush-hush, buckit: 1}", "plugin.config.buckit: this key means nothing to the plugin")]
    [InlineData("{bucket: b, access_key: a, secret_key: hush-hush, endpoint: 'http://127.0.0.1:1'}", "plugin.config.endpoint: the store cannot be used: http://127.0.0.1:1, bucket b:")]
    [InlineData("{STORE, bucket: other, access_key: AKID, secret_key: hush-hush}", "plugin.config.bucket: there is no such bucket: http://127.0.0.1:")]
    [InlineData("{STORE, bucket: shelf, access_key: AKID, secret_key: wrong-hush-hush}", "SignatureDoesNotMatch")]
    [InlineData("{STORE, bucket: shelf, access_key: OTHER, secret_key: hush-hush}", "InvalidAccessKeyId")]
    public void Wrong_settings_are_told_at_the_start_without_the_secret(string yaml, string reason)
    {
        var endpoint = yaml.Contains("STORE", StringComparison.Ordinal) ? $"region: mars-1, {Store().Config.Split(", region").First()}" : "";

        var error = Should.Throw<PluginException>(() => PluginCatalog.BuiltIn.Prepare("S3Ingest", PluginSetups.Of(yaml.Replace("STORE", endpoint, StringComparison.Ordinal))));

        error.Message.ShouldContain(reason);
        error.ToString().ShouldNotContain("hush-hush");
    }

    [Theory]
    [InlineData("name: S3Ingest, config: {bucket: b, access_key: AKHIDDEN, secret_key: hush-hush}")]
    [InlineData("name: FitsIngest, config: {database: 'postgresql://u:hush-hush@h/d', table: AKHIDDEN@://}")]
    [InlineData("name: FitsIngest, config: {databases: ['postgresql://u:hush-hush@h/d', ['x://AKHIDDEN@h']]}")]
    public void Settings_that_are_shown_hide_their_secrets(string plugin)
    {
        var shown = Configured.Load($"files: {{ingester: {{plugin: {{{plugin}}}}}}}", "catchment.yaml").Effective().Single(setting => setting.Key == "files.ingester.plugin.config").Value;

        shown.ShouldContain("***");
        shown.ShouldNotContain("hush-hush");
        shown.ShouldNotContain("HIDDEN");
    }

    [Fact]
    public void A_secret_that_looks_like_a_number_is_a_secret()
    {
        var error = Should.Throw<PluginException>(() => PluginCatalog.BuiltIn.Prepare("S3Ingest", PluginSetups.Of("{bucket: b, secret_key: 12345}")));

        error.Message.ShouldNotContain("12345");
    }

    [Fact]
    public void Credentials_come_from_a_file_too()
    {
        var (store, config) = Store();
        File.WriteAllText(_folder["credentials"], "[tests]\naws_access_key_id = AKID\naws_secret_access_key = hush-hush\n");
        var without = config[..config.IndexOf(", access_key", StringComparison.Ordinal)];

        Environment.SetEnvironmentVariable("AWS_SHARED_CREDENTIALS_FILE", _folder["credentials"]);
        try
        {
            Plugin($"{without}, profile: tests").Execute(Write("a", "x"), CancellationToken.None);
        }
        finally
        {
            Environment.SetEnvironmentVariable("AWS_SHARED_CREDENTIALS_FILE", null);
        }

        Dump(store).GetProperty("puts").GetInt32().ShouldBe(1);
    }

    [Fact]
    public void An_ingester_takes_files_through_it()
    {
        var (store, config) = Store();
        using var tree = new IngestTree(DatabaseKind.Sqlite);
        tree.Add(Enumerable.Range(0, 40).Select(i => $"d{i % 4}/f{i}"));
        tree.Add(("top", "at the top"), ("refused", "x"));

        tree.Run(tree.Settings("S3Ingest") with { PluginConfig = PluginSetups.Of($"{{{config}}}").Config, Threads = 4 });

        tree.Histories().Count(h => h.Value == "UNTRIED PENDING SUCCESS").ShouldBe(41);
        tree.Last("refused").Message!.ShouldContain("(HTTP 403)");
        var names = Dump(store).GetProperty("objects").EnumerateObject().Select(o => o.Name).ToArray();
        names.Length.ShouldBe(41);
        names.ShouldContain("top");
        names.ShouldContain("d3/f7");
    }

    private static string Failure(IIngestPlugin plugin, string path) => Should.Throw<IngestFailureException>(() => plugin.Execute(path, CancellationToken.None)).Message;

    private static JsonElement Dump(PythonPeer store)
    {
        using var dump = JsonDocument.Parse(Say(store, "dump"));
        return dump.RootElement.Clone();
    }

    private static string Say(PythonPeer store, string line)
    {
        store.WriteLine(line);
        return store.ReadLine();
    }

    private static byte[] Random(int size)
    {
        var content = new byte[size];
        new Random(size).NextBytes(content);
        return content;
    }

    private (PythonPeer Store, string Config) Store(string mode = "")
    {
        var store = PythonPeer.Start("Plugins/S3/s3_peer.py", "AKID", "hush-hush", "mars-1", "shelf", mode);
        _peers.Add(store);
        return (store, $"endpoint: 'http://127.0.0.1:{store.ReadLine()}', region: mars-1, bucket: shelf, access_key: AKID, secret_key: hush-hush");
    }

    private IIngestPlugin Plugin(string config) => PluginCatalog.BuiltIn.Prepare("S3Ingest", PluginSetups.Of($"{{{config}}}", _folder.FullPath))();

    private string Write(string name, string content)
    {
        var path = _folder[name];
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, content);
        return path;
    }
}

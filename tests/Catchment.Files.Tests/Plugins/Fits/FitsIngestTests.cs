using System.Globalization;
using System.IO.Compression;
using Catchment.Core.Databases;
using Catchment.Core.Plugins;
using Catchment.Files.Plugins;
using Catchment.Files.Tables;
using Catchment.Files.Tests.Ingester;
using Catchment.Protocols.Tests.Fits;

namespace Catchment.Files.Tests.Plugins.Fits;

/// <summary>Headers in a table of either database.</summary>
public sealed class FitsIngestTests : IDisposable
{
    private const string Columns = "kind, instrument, object, observed_at, exposure, filter, image_type, dimensions, bitpix";

    private static readonly string[] Cards =
    [
        "INSTRUME= 'LATISS'", "OBJECT  = 'M 31'", "DATE-OBS= '2024-05-01T12:00:00.5'", "EXPTIME =                 30.0", "FILTER  = 'r''; DROP TABLE x; --'", "IMAGETYP= 'OBJECT'",
        "AIRMASS = 1.25", "SEQNUM  = 17", "TESTTYPE= 'FLAT'", "GUIDING =                    T", "HIERARCH ESO DET DIT = 2.5", "HISTORY one", "HISTORY two", "TWICE   = 1", "TWICE   = 2", "NONE    =",
    ];

    private static readonly string[] Extension =
        ["XTENSION= 'IMAGE   '", "BITPIX  =                   16", "NAXIS   =                    0", "PCOUNT  =                    0", "GCOUNT  =                    1", "EXTNAME = 'SCI'"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.PostgreSql)]
    public void Every_unit_is_a_row_that_can_be_searched(DatabaseKind kind)
    {
        var url = Url(kind);
        var plugin = Plugin(url, "keywords: ['airmass:real', 'SEQNUM:whole', TESTTYPE, 'ESO DET DIT:real', GUIDING, NONE]");
        var path = Write("night/a.fits", FitsBytes.File(FitsBytes.Image(Cards), FitsBytes.Header([.. Extension, "INHERIT =                    T", "OBJECT  = 'own'"]), FitsBytes.Header(Extension)));

        plugin.Execute(path, CancellationToken.None);

        Rows(url, $"SELECT {Columns} FROM fits_headers ORDER BY hdu").ShouldBe(
        [
            "primary|LATISS|M 31|2024-05-01 12:00:00.500000|30|r'; DROP TABLE x; --|OBJECT|10x20|16",
            "image|LATISS|own|2024-05-01 12:00:00.500000|30|r'; DROP TABLE x; --|OBJECT||16",
            "image||||||||16",
        ]);
        Rows(url, "SELECT path, extname, airmass, seqnum, testtype, eso_det_dit, guiding, none FROM fits_headers ORDER BY hdu").ShouldBe(
            ["night/a.fits||1.25|17|FLAT|2.5|T|", "night/a.fits|SCI|1.25|17|FLAT|2.5|T|", "night/a.fits|SCI||||||"]);
        Rows(url, kind == DatabaseKind.PostgreSql
            ? "SELECT keywords->>'SEQNUM', keywords->'TWICE'->>1, keywords->>'HISTORY', keywords->>'GUIDING', keywords->>'ESO DET DIT', keywords->>'NONE' FROM fits_headers WHERE keywords @> '{\"OBJECT\": \"M 31\"}'"
            : "SELECT json_extract(keywords, '$.SEQNUM'), json_extract(keywords, '$.TWICE[1]'), json_extract(keywords, '$.HISTORY'), CASE json_extract(keywords, '$.GUIDING') WHEN 1 THEN 'true' END, json_extract(keywords, '$.\"ESO DET DIT\"'), json_extract(keywords, '$.NONE') FROM fits_headers WHERE json_extract(keywords, '$.OBJECT') = 'M 31'")
            .ShouldBe(["17|2|one\ntwo|true|2.5|"]);
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.PostgreSql)]
    public void A_file_that_comes_again_replaces_its_rows(DatabaseKind kind)
    {
        var url = Url(kind);
        var plugin = Plugin(url);
        Write("b.fits", FitsBytes.Image());
        plugin.Execute($"{_folder.FullPath}/./b.fits", CancellationToken.None);
        plugin.Execute(Write("a.fits", FitsBytes.File(FitsBytes.Image(), FitsBytes.Header(Extension))), CancellationToken.None);
        plugin.Execute(Write("a.fits", FitsBytes.Image("OBJECT  = 'new'")), CancellationToken.None);

        Rows(url, "SELECT path, hdu, object FROM fits_headers ORDER BY path").ShouldBe(["a.fits|0|new", "b.fits|0|"]);
    }

    [Theory]
    [InlineData(DatabaseKind.Sqlite)]
    [InlineData(DatabaseKind.PostgreSql)]
    public void A_table_of_before_gets_the_columns_that_it_lacks(DatabaseKind kind)
    {
        var url = Url(kind);
        Plugin(url, "table: Head_1").Execute(Write("a.fits", FitsBytes.Image(Cards)), CancellationToken.None);
        var plugin = Plugin(url, "table: Head_1, keywords: ['SEQNUM:whole']");
        plugin.Execute(Write("b.fits", FitsBytes.Image(Cards)), CancellationToken.None);

        Rows(url, "SELECT path, seqnum FROM \"Head_1\" ORDER BY path").ShouldBe(["a.fits|", "b.fits|17"]);
    }

    [Fact]
    public void Several_ingesters_may_make_the_table_at_once()
    {
        var url = Url(DatabaseKind.PostgreSql);

        Parallel.For(0, 8, i => Plugin(url, "keywords: ['SEQNUM:whole']").Execute(Write($"{i}.fits", FitsBytes.Image(Cards)), CancellationToken.None));

        Rows(url, "SELECT count(*) FROM fits_headers").ShouldBe(["8"]);
    }

    [Fact]
    public void The_table_may_lie_in_a_schema_in_which_nothing_may_be_made()
    {
        var url = Url(DatabaseKind.PostgreSql);
        Rows(url, "CREATE SCHEMA sky");
        Plugin(url, "table: sky.heads");
        Rows(url, "CREATE ROLE fits_filler LOGIN; GRANT USAGE ON SCHEMA sky TO fits_filler; GRANT SELECT, INSERT, DELETE ON sky.heads TO fits_filler");
        var filler = url.Replace("postgresql://postgres", "postgresql://fits_filler", StringComparison.Ordinal);
        var path = Write("a.fits", FitsBytes.Image(Cards));

        Plugin(filler, "table: sky.heads").Execute(path, CancellationToken.None);

        Rows(url, "SELECT object FROM sky.heads").ShouldBe(["M 31"]);
        Should.Throw<PluginException>(() => Plugin(filler, "table: sky.others")).Message.ShouldContain("cannot be used or made");
    }

    [Fact]
    public void Packed_files_are_read_and_torn_ones_told()
    {
        var url = Url(DatabaseKind.Sqlite);
        var plugin = Plugin(url);
        using var packed = new MemoryStream();
        using (var pack = new GZipStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            pack.Write(FitsBytes.Image(Cards));

        plugin.Execute(Write("a.fits.gz", packed.ToArray()), CancellationToken.None);
        Rows(url, "SELECT object FROM fits_headers").ShouldBe(["M 31"]);

        Failure(plugin, Write("b.fits", FitsBytes.Image(Cards)[..3000])).ShouldBe("torn: HDU 0 declares 400 bytes of data, and 120 are there");
        Failure(plugin, Write("c.fits.gz", packed.ToArray()[..^30])).ShouldStartWith("torn");
        Failure(plugin, Write("d.fits.gz", [0x1f, 0x8b, .. "no gzip at all"u8])).ShouldStartWith("torn or no gzip file");
        Failure(plugin, Write("e.fits", "hello"u8.ToArray())).ShouldBe("no FITS file: it does not begin with SIMPLE but with 'hello'");
        Rows(url, "SELECT count(*) FROM fits_headers").ShouldBe(["1"]);
    }

    [Fact]
    public void A_file_that_is_refused_keeps_the_rows_that_it_had()
    {
        var url = Url(DatabaseKind.Sqlite);
        var plugin = Plugin(url);
        plugin.Execute(Write("a.fits", FitsBytes.Image(Cards)), CancellationToken.None);
        Failure(plugin, Write("a.fits", FitsBytes.Image(Cards)[..3000]));

        Rows(url, "SELECT object FROM fits_headers").ShouldBe(["M 31"]);
    }

    [Theory]
    [InlineData("{}", "plugin.config.database: found nothing; allowed: a text (required).")]
    [InlineData("{database: 'oracle://x'}", "plugin.config.database: The database URL has the scheme 'oracle'")]
    [InlineData("{database: 'sqlite:///FOLDER/x.db', table: 'x\"; DROP'}", "plugin.config.table: found")]
    [InlineData("{database: 'sqlite:///FOLDER/x.db', table: main.x}", "plugin.config.table: found")]
    [InlineData("{database: 'sqlite:///FOLDER/x.db', keywords: ['A;B']}", "plugin.config.keywords: found \"A;B\"")]
    [InlineData("{database: 'sqlite:///FOLDER/x.db', keywords: ['AIRMASS:float']}", "plugin.config.keywords: found \"AIRMASS:float\"")]
    [InlineData("{database: 'sqlite:///FOLDER/x.db', keywords: [OBJECT]}", "there already is a column \"object\"")]
    [InlineData("{database: 'sqlite:///FOLDER/x.db', keywords: [A-B, A_B]}", "there already is a column \"a_b\"")]
    [InlineData("{database: 'sqlite:///FOLDER/x.db', tabel: x}", "plugin.config.tabel: this key means nothing to the plugin; it knows database, keywords, table.")]
    [InlineData("{database: 'postgresql://u:secret@127.0.0.1:1/x?connect_timeout=1'}", "cannot be used or made in postgresql://u:***@127.0.0.1:1/x")]
    public void Wrong_settings_are_told_at_the_start(string yaml, string reason)
    {
        var error = Should.Throw<PluginException>(() => PluginCatalog.BuiltIn.Prepare("FitsIngest", PluginSetups.Of(yaml.Replace("FOLDER", _folder.FullPath, StringComparison.Ordinal))));

        error.Message.ShouldContain(reason);
        error.Message.ShouldNotContain("secret");
    }

    [Fact]
    public void An_ingester_takes_files_through_it()
    {
        using var tree = new IngestTree(DatabaseKind.Sqlite);
        tree.Add(("night/a.fits", "no FITS file"), ("top.fits", "nor this"));
        File.WriteAllBytes($"{tree.Storage}/top.fits", FitsBytes.Image(Cards));
        var url = Url(DatabaseKind.Sqlite);

        tree.Run(tree.Settings("FitsIngest") with { PluginConfig = PluginSetups.Of($"{{database: '{url}'}}").Config });

        tree.Histories().ShouldBe(new Dictionary<string, string> { ["night/a.fits"] = "UNTRIED PENDING FAILURE", ["top.fits"] = "UNTRIED PENDING SUCCESS" }, ignoreOrder: true);
        tree.Last("night/a.fits").Message.ShouldBe("no FITS file: it does not begin with SIMPLE but with 'no FITS '");
        Rows(url, "SELECT path, object FROM fits_headers").ShouldBe(["top.fits|M 31"]);
    }

    private static string Failure(IIngestPlugin plugin, string path) => Should.Throw<IngestFailureException>(() => plugin.Execute(path, CancellationToken.None)).Message;

    private IIngestPlugin Plugin(string url, string more = "") =>
        PluginCatalog.BuiltIn.Prepare("FitsIngest", PluginSetups.Of($"{{database: '{url}', {more}}}", _folder.FullPath))();

    private string Url(DatabaseKind kind) => kind == DatabaseKind.Sqlite ? $"sqlite:///{_folder["heads.db"]}" : PostgresServer.Shared.CreateDatabase($"fits_{Guid.NewGuid():N}");

    private string Write(string name, byte[] content)
    {
        var path = _folder[name];
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        return path;
    }

    private static List<string> Rows(string url, string sql)
    {
        using var database = Database.Open(DatabaseUrl.Parse(url, "/"));
        using var connection = database.Connect();
        using var command = connection.Command(sql);
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(i => Text(reader.GetValue(i)))));
        return rows;
    }

    private static string Text(object value) => value is DateTime time ? time.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture) : Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
}

using System.Data.Common;
using System.IO.Compression;
using Catchment.Core.Databases;
using Catchment.Core.Plugins;
using Catchment.Protocols.Fits;

namespace Catchment.Files.Plugins.Fits;

/// <summary>Checks FITS files, and puts their headers into a table that can be searched. Source: FITS 4.0.</summary>
/// <param name="setup">Where the files are.</param>
/// <param name="table">The table.</param>
internal sealed class FitsIngest(PluginSetup setup, FitsTable table) : IIngestPlugin
{
    // As long as a database takes to start again; a night's files need not be refused for that.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>What a file's rows may have in them. A camera of 200 detectors with headers of 20 blocks each has 12 million.</summary>
    private const long MostText = 16_000_000;

    /// <summary>Its entry in the catalog.</summary>
    public static PluginDefinition Definition { get; } = new("FitsIngest", Prepare);

    /// <inheritdoc/>
    public string Version => "1";

    /// <inheritdoc/>
    public void Execute(string path, CancellationToken cancellation)
    {
        var relative = setup.RelativePath(path);
        List<object?[]> rows;
        try
        {
            rows = Read(path, relative, cancellation);
        }
        catch (Exception e) when (e is FitsException or InvalidDataException)
        {
            throw new IngestFailureException(e is FitsException ? e.Message : $"torn or no gzip file: {e.Message}");
        }

        var began = TimeProvider.System.GetTimestamp();
        var delay = new ReconnectDelay();
        while (true)
        {
            try
            {
                table.Replace(relative, rows, cancellation);
                return;
            }
            catch (Exception e) when (Database.IsAway(e) && TimeProvider.System.GetElapsedTime(began) < Patience)
            {
                cancellation.WaitHandle.WaitOne(delay.Next());
                cancellation.ThrowIfCancellationRequested();
            }
        }
    }

    private static Func<IIngestPlugin> Prepare(PluginSetup setup)
    {
        var config = PluginConfig.Of(setup.Config);
        var url = Url(config);
        var name = config.Text("table") ?? "fits_headers";
        var columns = new List<FitsColumn>(FitsColumn.Fixed);
        foreach (var text in config.Texts("keywords") ?? [])
        {
            var column = FitsColumn.ForKeyword(text) ?? throw config.Wrong("keywords", $"\"{text}\"", "names of keywords, each with :text, :whole or :real behind it or nothing (text)");
            if (columns.Exists(c => string.Equals(c.Name, column.Name, StringComparison.Ordinal)))
                throw config.Wrong("keywords", $"\"{text}\"", $"keywords whose columns have names of their own; there already is a column \"{column.Name}\"");
            columns.Add(column);
        }

        config.End();
        try
        {
            // A file that is there keeps its journal mode: others may use it.
            var database = Database.Open(url, new DatabaseOptions { OwnsFile = url.FilePath is { } file && !File.Exists(file), PoolSize = 32 });
            var table = FitsTable.Open(database, name, columns);
            return () => new FitsIngest(setup, table);
        }
        catch (Exception e) when (e is DbException or IOException or UnauthorizedAccessException or TimeoutException)
        {
            throw new PluginException($"plugin.config.database: the table {name} cannot be used or made in {url}: {e.Message}", e);
        }
    }

    private static DatabaseUrl Url(PluginConfig config)
    {
        try
        {
            return DatabaseUrl.Parse(config.RequiredText("database"), Environment.CurrentDirectory);
        }
        catch (FormatException e)
        {
            throw new PluginException($"plugin.config.database: {e.Message}", e);
        }
    }

    private List<object?[]> Read(string path, string relative, CancellationToken cancellation)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: FitsHeaderParser.BlockLength * 4);
        var isPacked = file.ReadByte() == 0x1f && file.ReadByte() == 0x8b;
        file.Position = 0;
        using Stream stream = isPacked ? new GZipStream(file, CompressionMode.Decompress) : file;
        var reader = new FitsReader(stream);
        var rows = new List<object?[]>();
        FitsHeader? primary = null;
        var size = 0L;
        while (reader.Next(cancellation) is { } unit)
        {
            primary ??= unit.Header;
            var values = table.Values(new FitsRow(relative, unit, unit.Index > 0 && unit.Header.Logical("INHERIT") == true ? primary : null));
            size += values.Sum(value => value is string text ? text.Length : 0L);
            if (size > MostText)
                throw new FitsException($"the headers of the file have more than {MostText / 1_000_000} million characters");
            rows.Add(values);
        }

        return rows;
    }
}

using Catchment.Core.Databases;
using Catchment.Core.Diagnostics;
using Catchment.Files.Checksums;
using Catchment.Files.Ingester;
using Catchment.Files.Patterns;
using Catchment.Files.Plugins;
using Catchment.Files.Settings;
using Catchment.Files.Storage;
using Catchment.Files.Tables;
using Catchment.Files.Tests.Tables;
using Microsoft.Extensions.Logging;

namespace Catchment.Files.Tests.Ingester;

/// <summary>Tables with tracked files, and the files.</summary>
internal sealed class IngestTree : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly bool _ownsTables;

    internal IngestTree(DatabaseKind kind)
        : this(new TestDatabase(kind)) => _ownsTables = true;

    internal IngestTree(TestDatabase tables)
    {
        Tables = tables;
        Directory.CreateDirectory(Storage);
    }

    internal static FilesLogSettings Log { get; } = new()
    {
        Format = "%(message)s",
        Level = LogLevel.Information,
        Rotation = LogRotationKind.None,
        When = "H",
        Interval = 1,
        MaxBytes = 0,
        Backups = 0,
    };

    internal TestDatabase Tables { get; }

    internal string Storage => _folder["storage"];

    /// <summary>A state folder of its own.</summary>
    internal string State(string name)
    {
        Directory.CreateDirectory(_folder[name]);
        return _folder[name];
    }

    /// <summary>Settings of a run that ends when nothing is left.</summary>
    internal IngesterSettings Settings(string plugin = PluginUnderTest.Name) => new()
    {
        Database = Tables.Settings,
        Storage = Storage,
        PluginName = plugin,
        Include = PatternList.None,
        Exclude = PatternList.None,
        Status = FileStatus.Untried,
        Also = [],
        BatchSize = 10,
        Threads = 1,
        IsDaemon = false,
        Pause = TimeSpan.Zero,
        PausesBetweenBatches = false,
        Recovers = true,
        Log = Log,
    };

    /// <summary>Runs an ingester on this thread.</summary>
    internal IngestOutcome Run(IngesterSettings settings, PluginCatalog? plugins = null, string place = "here", RecordedContext? context = null, Func<string, bool>? isStored = null, CancellationToken stopping = default)
    {
        using var node = new NodeMetrics(TimeProvider.System, "test");
        var service = new IngesterService(settings, plugins ?? PluginCatalog.BuiltIn, new IngesterMetrics(node), State(place)) { IsStored = isStored ?? StoredFile.IsThere };
        return service.Run(context ?? new RecordedContext(), stopping);
    }

    /// <summary>Makes files in storage, and tracks them.</summary>
    internal void Add(params (string Path, string Content)[] files)
    {
        foreach (var (path, content) in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName($"{Storage}/{path}")!);
            File.WriteAllText($"{Storage}/{path}", content);
        }

        using var database = Tables.Open();
        var rows = files.Select(f => (FoundFileOf(f.Path), (long?)null)).ToArray();
        new FinderTables(database, "/source", Storage).Record(rows).ShouldAllBe(id => id != null);
    }

    /// <summary>Makes files with a content of their own, and tracks them.</summary>
    internal void Add(IEnumerable<string> paths) => Add([.. paths.Select(p => (p, $"content of {p}\n"))]);

    /// <summary>The statuses of all files, oldest first, by path.</summary>
    internal Dictionary<string, string> Histories()
    {
        using var database = Tables.Open();
        using var connection = database.Original.Connect();
        var ids = database.Tables.IdsAfter(connection, 0, 1_000_000);
        return database.Tables.ById(connection, [.. ids]).ToDictionary(
            f => f.Path.Relative, f => string.Join(' ', database.Tables.History(connection, f.Id).Select(e => FileStatusText.Of(e.Status))));
    }

    /// <summary>The last event of a file.</summary>
    internal FileEvent Last(string path) => Events(path)[^1];

    /// <summary>The events of a file, oldest first.</summary>
    internal IReadOnlyList<FileEvent> Events(string path)
    {
        using var database = Tables.Open();
        using var connection = database.Original.Connect();
        var file = database.Tables.Matching(connection, [new FoundFile(FilePath.Of(path), "", 0)]).Single();
        return database.Tables.History(connection, file.Id);
    }

    public void Dispose()
    {
        _folder.Dispose();
        if (_ownsTables)
            Tables.Dispose();
    }

    private FoundFile FoundFileOf(string path)
    {
        var (checksum, size) = FileChecksum.Of(File.ReadAllBytes($"{Storage}/{path}"));
        return new FoundFile(FilePath.Of(path), checksum, size);
    }
}

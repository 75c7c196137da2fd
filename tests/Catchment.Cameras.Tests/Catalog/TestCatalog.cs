using Catchment.Cameras.Catalog;
using Catchment.Cameras.Catalog.Tables;
using Catchment.Core.Databases;

namespace Catchment.Cameras.Tests.Catalog;

/// <summary>A catalog of a test's own, in SQLite or in a real PostgreSQL server.</summary>
internal sealed class TestCatalog : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public TestCatalog(DatabaseKind kind, string node = "sink1")
    {
        Url = kind == DatabaseKind.Sqlite
            ? "sqlite:///catchment.db"
            : PostgresServer.Shared.CreateDatabase("catalog_" + Guid.NewGuid().ToString("N"));
        Home = new CatalogHome(DatabaseUrl.Parse(Url, _folder.FullPath), node, _folder.FullPath);
        Home.Prepare();
        Tables = new CatalogTables(Home.Writing, Home.Sink);
        Tables.Prepare();
        Asked = new CameraCatalog(Home);
    }

    public string Url { get; }

    public CatalogHome Home { get; }

    public CatalogTables Tables { get; }

    public CameraCatalog Asked { get; }

    public static TheoryData<DatabaseKind> Kinds => [DatabaseKind.Sqlite, DatabaseKind.PostgreSql];

    /// <summary>All frames, oldest first.</summary>
    public Task<IReadOnlyList<FrameEntry>> FramesAsync() => AllAsync(Asked.FramesAsync);

    /// <summary>All events, oldest first.</summary>
    public Task<IReadOnlyList<EventEntry>> EventsAsync() => AllAsync(Asked.EventsAsync);

    public void Dispose()
    {
        Home.Dispose();
        _folder.Dispose();
    }

    private static async Task<IReadOnlyList<T>> AllAsync<T>(Func<CatalogQuery, CancellationToken, Task<CatalogPage<T>>> ask)
    {
        var all = new List<T>();
        string? cursor = null;
        do
        {
            var page = await ask(new CatalogQuery { OldestFirst = true, Limit = CatalogQuery.MaxLimit, Cursor = cursor }, CancellationToken.None);
            all.AddRange(page.Items);
            cursor = page.Next;
        }
        while (cursor is not null);
        return all;
    }
}

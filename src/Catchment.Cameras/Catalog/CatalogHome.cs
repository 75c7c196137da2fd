using Catchment.Cameras.Catalog.Listing;
using Catchment.Core.Databases;

namespace Catchment.Cameras.Catalog;

/// <summary>
/// Where the catalog is: in the configured database, or, where a PostgreSQL server gives no right to make tables, in an SQLite file
/// in the hub's state folder.
/// </summary>
public sealed class CatalogHome : IDisposable
{
    private const string FallBackFile = "catchment.db";

    private readonly Lock _lock = new();
    private readonly string _node;
    private readonly string _stateDirectory;
    private readonly Database _configured;
    private volatile Place _place;

    /// <summary>Makes ready; connects nothing yet.</summary>
    /// <param name="url">The configured database.</param>
    /// <param name="node">This data sink's name, by which it knows its rows where several share a database.</param>
    /// <param name="stateDirectory">The hub's state folder.</param>
    /// <exception cref="IOException">The folder of an SQLite file cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder of an SQLite file may not be made.</exception>
    public CatalogHome(DatabaseUrl url, string node, string stateDirectory)
    {
        _node = node;
        _stateDirectory = stateDirectory;
        _configured = Database.Open(url);
        _place = new Place(_configured, node);
    }

    /// <summary>Where it is, for messages.</summary>
    public string Url => Database.Url.ToString();

    /// <summary>The database.</summary>
    internal Database Database => _place.Database;

    /// <summary>The name of this data sink in it.</summary>
    internal string Sink => _place.Sink;

    /// <summary>Asks it.</summary>
    internal CatalogListing Listing => _place.Listing;

    /// <inheritdoc/>
    public void Dispose()
    {
        _configured.Dispose();
        _place.Database.Dispose();
    }

    /// <summary>Goes to the state folder.</summary>
    /// <returns>False when it is there already, or the file is an SQLite file anyway.</returns>
    internal bool FallBack()
    {
        lock (_lock)
        {
            if (_place.Database.Kind == DatabaseKind.Sqlite)
                return false;
            _place = new Place(Database.Open(DatabaseUrl.Parse($"sqlite:///{FallBackFile}", _stateDirectory)), _node);
            return true;
        }
    }

    private sealed class Place
    {
        internal Place(Database database, string node)
        {
            Database = database;
            Sink = database.Kind == DatabaseKind.Sqlite ? "" : node;
            Listing = new CatalogListing(database, Sink);
        }

        internal Database Database { get; }

        internal string Sink { get; }

        internal CatalogListing Listing { get; }
    }
}

using System.Data.Common;
using System.Security.Cryptography;
using Catchment.Cameras.Catalog.Listing;
using Catchment.Cameras.Catalog.Tables;
using Catchment.Core.Databases;
using Catchment.Core.Hosting;

namespace Catchment.Cameras.Catalog;

/// <summary>
/// Where the catalog is: in the configured database, or, where a PostgreSQL server gives no right to make tables, in an SQLite file
/// in the hub's state folder. Where several data sinks share a server, a hub knows its rows by the name in the file <c>sink</c> of its
/// state folder: made once of the node's name and chance, so that neither a new host name nor a second hub mixes them up.
/// </summary>
public sealed class CatalogHome : IDisposable
{
    /// <summary>The file with the name of this data sink.</summary>
    internal const string SinkFile = "sink";

    private const string FallBackFile = "catchment.db";
    private const string MissingRight = "42501";

    private readonly Lock _lock = new();
    private readonly string _stateDirectory;
    private readonly List<Place> _places = [];
    private volatile Place _place;

    /// <summary>Makes ready; connects nothing yet.</summary>
    /// <param name="url">The configured database.</param>
    /// <param name="node">This node's name, until the hub has made the sink's.</param>
    /// <param name="stateDirectory">The hub's state folder.</param>
    /// <exception cref="IOException">The folder of an SQLite file cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder of an SQLite file may not be made.</exception>
    public CatalogHome(DatabaseUrl url, string node, string stateDirectory)
    {
        _stateDirectory = stateDirectory;
        _place = Open(url, ReadSink() ?? node);
    }

    /// <summary>Where it is, for messages.</summary>
    public string Url => _place.Reading.Url.ToString();

    /// <summary>The name of this data sink in it; empty in a file of its own.</summary>
    internal string Sink => _place.Sink;

    /// <summary>The database for who writes: it does not wait for a place among those who ask.</summary>
    internal Database Writing => _place.Writing;

    /// <summary>The database for who asks.</summary>
    internal Database Reading => _place.Reading;

    /// <summary>Asks it.</summary>
    internal CatalogListing Listing => _place.Listing;

    /// <inheritdoc/>
    public void Dispose() => _places.ForEach(p => p.Dispose());

    /// <summary>Makes the name of this data sink, unless there is one. The hub does so before its first row.</summary>
    /// <param name="state">The hub's state folder.</param>
    /// <param name="node">The node's name.</param>
    /// <exception cref="StateFolderException">It could not be kept.</exception>
    internal void MakeSink(StateFolder state, string node)
    {
        lock (_lock)
        {
            if (ReadSink() is not null)
                return;
            var sink = $"{node}-{RandomNumberGenerator.GetHexString(8, lowercase: true)}";
            state.WriteBytes(SinkFile, System.Text.Encoding.UTF8.GetBytes(sink));
            _place = Open(_place.Reading.Url, sink);
        }
    }

    /// <summary>Makes or updates the tables, once; goes to the state folder when that is not allowed.</summary>
    /// <returns>Whether it went to the state folder just now.</returns>
    /// <exception cref="DbException">The database is away, or refused.</exception>
    /// <exception cref="MigrationException">The tables could not be made.</exception>
    /// <exception cref="DatabaseVersionException">The tables are of a newer program.</exception>
    internal bool Prepare()
    {
        lock (_lock)
        {
            if (_place.IsPrepared)
                return false;
            try
            {
                _place.Prepare();
                return false;
            }
            catch (Exception e) when (_place.Reading.Kind == DatabaseKind.PostgreSql && IsRightMissing(e))
            {
                _place = Open(DatabaseUrl.Parse($"sqlite:///{FallBackFile}", _stateDirectory), "");
                _place.Prepare();
                return true;
            }
        }
    }

    /// <summary>Asks the catalog where it is at the moment.</summary>
    /// <exception cref="CatalogException">It cannot be asked.</exception>
    internal async Task<T> AskAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            Prepare(); // Whoever asks first may be earlier than the service that writes.
            return await ask();
        }
        catch (Exception e) when (e is DbException or TimeoutException or DatabaseVersionException or MigrationException)
        {
            throw new CatalogException($"The catalog cannot be asked at the moment: {e.Message}", isQuestion: false, e);
        }
    }

    private static bool IsRightMissing(Exception? error) =>
        error is DbException { SqlState: MissingRight } || (error?.InnerException is { } inner && IsRightMissing(inner));

    private string? ReadSink()
    {
        try
        {
            return File.ReadAllText(Path.Combine(_stateDirectory, SinkFile)) is { Length: > 0 and <= 300 } sink ? sink : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private Place Open(DatabaseUrl url, string sink)
    {
        var place = new Place(url, url.Kind == DatabaseKind.Sqlite ? "" : sink);
        _places.Add(place);
        return place;
    }

    private sealed class Place : IDisposable
    {
        internal Place(DatabaseUrl url, string sink)
        {
            Reading = Database.Open(url);
            Writing = Database.Open(url);
            Sink = sink;
            Listing = new CatalogListing(Reading, sink);
        }

        internal Database Reading { get; }

        internal Database Writing { get; }

        internal string Sink { get; }

        internal CatalogListing Listing { get; }

        internal bool IsPrepared { get; private set; }

        public void Dispose()
        {
            Reading.Dispose();
            Writing.Dispose();
        }

        internal void Prepare()
        {
            Writing.Migrate(CatalogSchema.Component, CatalogSchema.Migrations);
            IsPrepared = true;
        }
    }
}

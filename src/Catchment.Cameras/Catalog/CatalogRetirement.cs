using System.Data.Common;
using Catchment.Cameras.Catalog.Reconciling;
using Catchment.Cameras.Catalog.Tables;
using Catchment.Cameras.Retention;
using Catchment.Core.Databases;
using Catchment.Core.Hosting;

namespace Catchment.Cameras.Catalog;

/// <summary>
/// Takes frames that retention let go out of the catalog, or notes that they are in the archive. A database that is away does not
/// keep them: their days stay noted, and the hub compares them with the files when it is back.
/// </summary>
public sealed class CatalogRetirement : IRetentionListener
{
    private readonly CatalogHome _home;
    private readonly CameraBoard? _board;
    private readonly RetiringDays _days;
    private readonly string _stateDirectory;
    private CameraNames? _names;
    private CatalogTables? _tables;
    private bool _isTold = true;

    /// <summary>Makes it; connects nothing yet.</summary>
    /// <param name="home">The catalog.</param>
    /// <param name="stateDirectory">The hub's state folder.</param>
    /// <param name="board">Told of pictures that are gone; null: there is none in this process.</param>
    public CatalogRetirement(CatalogHome home, string stateDirectory, CameraBoard? board)
    {
        _home = home;
        _board = board;
        _stateDirectory = stateDirectory;
        _days = new RetiringDays(stateDirectory);
    }

    /// <inheritdoc/>
    public void Leaving(DateOnly day)
    {
        _names = CameraNames.Read(_stateDirectory);
        _isTold = true;
        try
        {
            _isTold = _days.Add(day); // What an earlier round could not tell is still to be compared.
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or StateFolderException)
        {
            // On a full disk what leaves makes room. Only a kill on the way of this very day would leave rows behind, until a rebuild.
        }
    }

    /// <inheritdoc/>
    public void Left(DateOnly day, IReadOnlyList<RetiredFrame> frames, bool archived)
    {
        FrameEntry[] entries = [.. frames.Select(f => new FrameEntry(_names!.OfLabel(f.Label, out _), f.Time, f.Format, 0, null, null, archived))];
        try
        {
            if (_tables is null)
            {
                _home.Prepare();
                _tables = new CatalogTables(_home.Writing, _home.Sink);
            }

            _ = archived ? _tables.Move(entries) : _tables.Remove(entries);
        }
        catch (Exception e) when (e is DbException or TimeoutException or MigrationException or DatabaseVersionException)
        {
            _tables = null;
            _isTold = false;
        }

        if (_board is null || archived)
            return;
        foreach (var entry in entries)
            _board.Forget(entry);
    }

    /// <inheritdoc/>
    public void Settled(DateOnly day)
    {
        if (_isTold)
            _days.Remove(day);
    }
}

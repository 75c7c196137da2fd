using System.Data.Common;
using Catchment.Cameras.Catalog.Tables;
using Catchment.Core.Databases;

namespace Catchment.Cameras.Catalog.Listing;

/// <summary>Finds the series that a question is about. Numbers of series never change, so what was read is remembered.</summary>
/// <param name="prefix">The schema of the tables, with its dot.</param>
/// <param name="sink">The data sink whose series count.</param>
internal sealed class SeriesBook(string prefix, string sink)
{
    /// <summary>So many series are asked one by one; more are found along the order of time.</summary>
    internal const int MostAskedSingly = 64;

    private const int MostRemembered = 20_000;
    private readonly Lock _lock = new();
    private readonly Dictionary<long, Series> _known = [];

    /// <summary>The data sink whose series count.</summary>
    internal string Sink { get; } = sink;

    /// <summary>The series of a question; null: all, or more than <see cref="MostAskedSingly"/>.</summary>
    internal async Task<IReadOnlyList<Series>?> FindAsync(DbConnection connection, SeriesKind kind, CatalogQuery query, CancellationToken cancellation)
    {
        if (IsAboutAll(query))
            return null;
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT id, label, node, view, type FROM {prefix}camera_series WHERE {Condition(command, kind, query)} ORDER BY id LIMIT {MostAskedSingly + 1}";
        var found = await ReadAsync(command, cancellation);
        return found.Count > MostAskedSingly ? null : found;
    }

    /// <summary>Whether a question leaves no series out.</summary>
    internal static bool IsAboutAll(CatalogQuery query) => query is { Node: null, View: null, Type: null };

    /// <summary>A series by its number.</summary>
    internal async Task<Series> OfAsync(DbConnection connection, long id, CancellationToken cancellation)
    {
        lock (_lock)
        {
            if (_known.TryGetValue(id, out var known))
                return known;
        }

        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT id, label, node, view, type FROM {prefix}camera_series WHERE id = @id";
        command.With("@id", id);
        var found = await ReadAsync(command, cancellation);
        return found.Count == 1 ? found[0] : new Series(id, new Camera("", "", ""), "");
    }

    /// <summary>The condition on the table of series; adds its parameters.</summary>
    internal string Condition(DbCommand command, SeriesKind kind, CatalogQuery query)
    {
        var condition = "sink = @sink AND kind = @kind";
        command.With("@sink", Sink).With("@kind", (long)kind);
        Add("node", query.Node);
        Add("view", query.View);
        Add("type", query.Type);
        return condition;

        void Add(string column, string? wanted)
        {
            if (wanted is null)
                return;
            condition += $" AND {column} = @{column}";
            command.With("@" + column, wanted);
        }
    }

    private async Task<List<Series>> ReadAsync(DbCommand command, CancellationToken cancellation)
    {
        var found = new List<Series>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            found.Add(new Series(reader.GetInt64(0), new Camera(reader.GetString(1), reader.GetString(2), reader.GetString(3)), reader.GetString(4)));
        lock (_lock)
        {
            if (_known.Count > MostRemembered)
                _known.Clear();
            foreach (var series in found)
                _known[series.Id] = series;
        }

        return found;
    }
}

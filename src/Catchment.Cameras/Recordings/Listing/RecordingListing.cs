using System.Data.Common;
using System.Globalization;
using Catchment.Cameras.Catalog;
using Catchment.Cameras.Catalog.Listing;
using Catchment.Cameras.Catalog.Tables;
using Catchment.Cameras.Recordings.Tables;
using Catchment.Core.Databases;
using EventKey = Catchment.Cameras.Events.EventKey;

namespace Catchment.Cameras.Recordings.Listing;

/// <summary>
/// The catalog of recorded events in its database. A listing is a walk along one series, or along one for each view of the node asked for,
/// merged: the cost of a page does not grow with the tables.
/// </summary>
/// <param name="database">Where it is.</param>
/// <param name="sink">The data sink whose rows count.</param>
internal sealed class RecordingListing(Database database, string sink) : IRecordingCatalog
{
    private const int MostListed = 1000;

    /// <summary>So many views are walked along one by one; more are a filter on the walk along all.</summary>
    private const int MostWalkedSingly = 64;

    private const string Columns = "r.start, r.id, r.day, r.event, r.node, r.view, r.stop, r.width, r.height, r.pictures, r.sets";
    private readonly string _prefix = database.Kind == DatabaseKind.Sqlite ? "" : "catchment.";

    /// <inheritdoc/>
    public async Task<CatalogPage<Recording>> RecordingsAsync(RecordingQuery query, CancellationToken cancellation)
    {
        if (query.Limit is < 1 or > CatalogQuery.MaxLimit)
            throw new CatalogException($"The limit is {query.Limit}; 1 to {CatalogQuery.MaxLimit} are allowed.", isQuestion: true);
        CatalogCursor? after = query.Cursor is { Length: > 0 } text ? CatalogCursor.Parse(text) : null;
        await using var connection = await database.ConnectAsync(cancellation);
        var rows = new List<(CatalogCursor Key, Recording Entry)>();
        var series = await SeriesAsync(connection, query, cancellation);
        var isFiltered = series.Count > MostWalkedSingly;
        if (isFiltered)
            series = await SeriesAsync(connection, query with { Node = null, View = null }, cancellation);
        foreach (var one in series)
            await WalkAsync(connection, one, isFiltered, query, after, rows, cancellation);
        if (series.Count > 1)
            rows.Sort((a, b) => query.OldestFirst ? a.Key.CompareTo(b.Key) : b.Key.CompareTo(a.Key));
        var next = rows.Count > query.Limit ? rows[query.Limit - 1].Key.ToString() : null;
        return new CatalogPage<Recording>([.. rows.Take(query.Limit).Select(r => r.Entry)], next);
    }

    /// <inheritdoc/>
    public async Task<Recording?> RecordingAsync(EventKey key, CancellationToken cancellation)
    {
        await using var connection = await database.ConnectAsync(cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT {Columns} FROM {_prefix}camera_recordings r WHERE r.day = @day AND r.id = @id AND r.sink = @sink AND r.event = @event";
        command.With("@day", CatalogTime.Of(key.Day)).With("@id", new RecordingTables(database, sink).IdOf(key)).With("@sink", sink).With("@event", key.Id);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        return await reader.ReadAsync(cancellation) ? Read(reader) : null;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<RecordingDay>> DaysAsync(RecordingQuery query, CancellationToken cancellation)
    {
        await using var connection = await database.ConnectAsync(cancellation);
        var from = query.From ?? DateTime.MinValue;
        var to = query.To ?? DateTime.MaxValue;
        var counts = new SortedDictionary<DateOnly, int>(Comparer<DateOnly>.Create((a, b) => b.CompareTo(a)));
        if (from >= to)
            return [];

        // Whole days are counted already; the two that are cut are not.
        var firstWhole = from.TimeOfDay == TimeSpan.Zero ? from : from.Date == DateTime.MaxValue.Date ? DateTime.MaxValue : from.Date.AddDays(1);
        var endOfWhole = query.To is null ? DateTime.MaxValue : to.Date;
        if (firstWhole < endOfWhole)
        {
            await using var command = connection.CreateCommand();
            command.CommandText =
                $"SELECT day, sum(events) FROM {_prefix}camera_recording_counts WHERE series IN (SELECT id FROM {_prefix}camera_recording_series WHERE {Condition(command, query)}) AND day >= @from AND day < @to GROUP BY day";
            command.With("@from", CatalogTime.Of(firstWhole)).With("@to", CatalogTime.Of(endOfWhole));
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            while (await reader.ReadAsync(cancellation))
                counts[DateOnly.FromDateTime(CatalogTime.ToDateTime(reader.GetInt64(0)))] = Convert.ToInt32(reader.GetValue(1), CultureInfo.InvariantCulture);
        }

        if (firstWhole > from)
            await CountAsync(from, firstWhole < to ? firstWhole : to);
        if (query.To is not null && endOfWhole < to && endOfWhole >= firstWhole)
            await CountAsync(endOfWhole, to);
        return [.. counts.Select(c => new RecordingDay(c.Key, c.Value))];

        async Task CountAsync(DateTime begin, DateTime end)
        {
            await using var command = connection.CreateCommand();
            command.CommandText =
                $"SELECT count(*) FROM {_prefix}camera_recording_marks WHERE series IN (SELECT id FROM {_prefix}camera_recording_series WHERE {Condition(command, query)}) AND start >= @from AND start < @to";
            command.With("@from", CatalogTime.Of(begin)).With("@to", CatalogTime.Of(end));
            if (Convert.ToInt32(await command.ExecuteScalarAsync(cancellation), CultureInfo.InvariantCulture) is > 0 and var count)
                counts[DateOnly.FromDateTime(begin)] = count;
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<RecordingView>> ViewsAsync(CancellationToken cancellation) => OccurringAsync(
        "one = 1 AND type = '' AND label = ''", "node, view", row => new RecordingView(row.GetString(0), row.GetString(1)),
        (a, b) => string.CompareOrdinal(a.Node, b.Node) is var byNode and not 0 ? byNode : string.CompareOrdinal(a.View, b.View), cancellation);

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> LabelsAsync(CancellationToken cancellation) =>
        OccurringAsync("one = 0 AND type = '' AND label <> ''", "label", row => row.GetString(0), string.CompareOrdinal, cancellation);

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> TypesAsync(CancellationToken cancellation) =>
        OccurringAsync("one = 0 AND type <> '' AND label = ''", "type", row => row.GetString(0), string.CompareOrdinal, cancellation);

    private static Recording Read(DbDataReader row)
    {
        var sets = RecordingRow.ReadSets(row.GetString(10));
        return new Recording(
            new EventKey(DateOnly.FromDateTime(CatalogTime.ToDateTime(row.GetInt64(2))), row.GetString(3)), row.GetString(4), row.GetString(5),
            CatalogTime.ToDateTime(row.GetInt64(0)), row.IsDBNull(6) ? null : CatalogTime.ToDateTime(row.GetInt64(6)), (int)row.GetInt64(7), (int)row.GetInt64(8), (int)row.GetInt64(9),
            [.. sets.Select(s => new RecordingSet(s.Type, s.Rows))], [.. sets.SelectMany(s => s.Labels).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);
    }

    /// <summary>The series of a question: one, or one for each view; at most one more than are walked along singly.</summary>
    private async Task<List<long>> SeriesAsync(DbConnection connection, RecordingQuery query, CancellationToken cancellation)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT id FROM {_prefix}camera_recording_series WHERE {Condition(command, query)} ORDER BY id LIMIT {MostWalkedSingly + 1}";
        var found = new List<long>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            found.Add(reader.GetInt64(0));
        return found;
    }

    private string Condition(DbCommand command, RecordingQuery query)
    {
        var isAboutViews = query.Node is not null || query.View is not null;
        command.With("@sink", sink).With("@type", query.Type ?? "").With("@label", query.Label ?? "");
        return $"sink = @sink AND one = {(isAboutViews ? 1 : 0)} AND type = @type AND label = @label{ViewCondition(command, query, "")}";
    }

    private static string ViewCondition(DbCommand command, RecordingQuery query, string alias)
    {
        var condition = "";
        if (query.Node is { } node)
        {
            condition += $" AND {alias}node = @node";
            command.With("@node", node);
        }

        if (query.View is { } view)
        {
            condition += $" AND {alias}view = @view";
            command.With("@view", view);
        }

        return condition;
    }

    /// <summary>Reads one row more than a page, so that it is known whether there is a next one.</summary>
    private async Task WalkAsync(
        DbConnection connection, long series, bool isFiltered, RecordingQuery query, CatalogCursor? after, List<(CatalogCursor Key, Recording Entry)> rows, CancellationToken cancellation)
    {
        await using var command = connection.CreateCommand();
        var order = query.OldestFirst ? "ASC" : "DESC";
        var conditions = "m.series = @series";
        command.With("@series", series).With("@limit", (long)query.Limit + 1);
        if (query.From is { } from)
        {
            conditions += " AND m.start >= @from";
            command.With("@from", CatalogTime.Of(from));
        }

        if (query.To is { } to)
        {
            conditions += " AND m.start < @to";
            command.With("@to", CatalogTime.Of(to));
        }

        if (after is { } key)
        {
            conditions += $" AND (m.start, m.id) {(query.OldestFirst ? '>' : '<')} (@start, @id)";
            command.With("@start", key.Time).With("@id", key.Second);
        }

        // The page's marks first, then their rows: the database cannot think of reading all rows.
        var page = $"SELECT m.start, m.id FROM {_prefix}camera_recording_marks m WHERE {conditions} ORDER BY m.start {order}, m.id {order} LIMIT @limit";
        command.CommandText = isFiltered
            ? $"SELECT {Columns} FROM {_prefix}camera_recording_marks m CROSS JOIN {_prefix}camera_recordings r WHERE r.start = m.start AND r.id = m.id AND {conditions}{ViewCondition(command, query, "r.")} ORDER BY m.start {order}, m.id {order} LIMIT @limit"
            : $"SELECT {Columns} FROM ({page}) m CROSS JOIN {_prefix}camera_recordings r WHERE r.start = m.start AND r.id = m.id ORDER BY m.start {order}, m.id {order}";
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            rows.Add((new CatalogCursor(reader.GetInt64(0), reader.GetInt64(1), 0), Read(reader)));
    }

    private async Task<IReadOnlyList<T>> OccurringAsync<T>(string condition, string columns, Func<DbDataReader, T> read, Comparison<T> order, CancellationToken cancellation)
    {
        await using var connection = await database.ConnectAsync(cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText =
            $"SELECT {columns} FROM {_prefix}camera_recording_series s WHERE sink = @sink AND {condition} AND EXISTS (SELECT 1 FROM {_prefix}camera_recording_counts c WHERE c.series = s.id) ORDER BY {columns} LIMIT {MostListed}";
        command.With("@sink", sink);
        var found = new List<T>();
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        while (await reader.ReadAsync(cancellation))
            found.Add(read(reader));
        found.Sort(order);
        return found;
    }
}

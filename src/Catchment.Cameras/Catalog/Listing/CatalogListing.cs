using System.Data.Common;
using System.Globalization;
using Catchment.Cameras.Catalog.Tables;
using Catchment.Core.Databases;

namespace Catchment.Cameras.Catalog.Listing;

/// <summary>
/// The catalog in its database. A listing is a walk along the table's order of time, or, when it is about few series, one walk for
/// each along the index of series, merged: the cost of a page does not grow with the tables.
/// </summary>
internal sealed class CatalogListing : ICameraCatalog
{
    private const int MostListed = 1000;
    private const int MostSpans = 100_000;

    private static readonly Listed<FrameEntry> Frames = new("camera_frames", SeriesKind.Frames, "series", "format", "size, width, height, archived",
        static row =>
        {
            var (time, format, size, archived) = (CatalogTime.ToDateTime(row.GetInt64(0)), (FrameFormat)row.GetInt64(2), row.GetInt64(4), row.GetInt64(7) != 0);
            int? width = row.IsDBNull(5) ? null : row.GetInt32(5);
            int? height = row.IsDBNull(6) ? null : row.GetInt32(6);
            return series => new FrameEntry(series.Camera, time, format, size, width, height, archived);
        });

    private static readonly Listed<EventEntry> Events = new("camera_events", SeriesKind.Events, "number", "hash", "text",
        static row =>
        {
            var (time, number, text) = (CatalogTime.ToDateTime(row.GetInt64(0)), row.GetInt64(1), row.GetString(4));
            return series => new EventEntry(number, series.Camera, time, series.Type, text);
        });

    private readonly Database _database;
    private readonly string _prefix;
    private readonly SeriesBook _series;


    /// <summary>Makes a catalog to ask; connects nothing yet.</summary>
    /// <param name="database">Where it is.</param>
    /// <param name="sink">The data sink whose rows count.</param>
    internal CatalogListing(Database database, string sink)
    {
        _database = database;
        _prefix = database.Kind == DatabaseKind.Sqlite ? "" : "catchment.";
        _series = new SeriesBook(_prefix, sink);
    }

    /// <inheritdoc/>
    public Task<CatalogPage<FrameEntry>> FramesAsync(CatalogQuery query, CancellationToken cancellation) => ListAsync(Frames, query, cancellation);

    /// <inheritdoc/>
    public Task<CatalogPage<EventEntry>> EventsAsync(CatalogQuery query, CancellationToken cancellation) => ListAsync(Events, query, cancellation);

    /// <inheritdoc/>
    public Task<IReadOnlyList<Camera>> CamerasAsync(CancellationToken cancellation) => AskAsync<IReadOnlyList<Camera>>(
        async connection =>
        {
            await using var command = connection.CreateCommand();
            command.CommandText = $"SELECT label, max(node), max(view) FROM {_prefix}camera_series WHERE {Sink(command)} GROUP BY label ORDER BY label LIMIT {MostListed}";
            var cameras = new List<Camera>();
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            while (await reader.ReadAsync(cancellation))
                cameras.Add(new Camera(reader.GetString(0), reader.GetString(1), reader.GetString(2)));
            return cameras;
        }, cancellation);

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> EventTypesAsync(CancellationToken cancellation) => AskAsync<IReadOnlyList<string>>(
        async connection =>
        {
            await using var command = connection.CreateCommand();
            command.CommandText = $"SELECT DISTINCT type FROM {_prefix}camera_series WHERE {_series.Condition(command, SeriesKind.Events, new CatalogQuery())} ORDER BY type LIMIT {MostListed}";
            var types = new List<string>();
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            while (await reader.ReadAsync(cancellation))
                types.Add(reader.GetString(0));
            return types;
        }, cancellation);

    /// <inheritdoc/>
    public Task<IReadOnlyList<DateOnly>> DaysAsync(CatalogQuery query, CancellationToken cancellation) => AskAsync<IReadOnlyList<DateOnly>>(
        async connection =>
        {
            Check(query);
            var series = await _series.FindAsync(connection, SeriesKind.Frames, query, cancellation);
            var days = new List<DateOnly>();
            var earlier = query.To;
            while (days.Count < query.Limit && await NewestBeforeAsync(connection, series, query, earlier, cancellation) is { } newest)
            {
                days.Add(DateOnly.FromDateTime(newest));
                earlier = newest.Date;
            }

            return days;
        }, cancellation);

    /// <inheritdoc/>
    public Task<IReadOnlyList<FrameCount>> CountFramesAsync(CatalogQuery query, TimeSpan span, CancellationToken cancellation) => AskAsync<IReadOnlyList<FrameCount>>(
        async connection =>
        {
            if (query is not { From: { } from, To: { } to })
                throw new CatalogException("From and to are wanted, to count frames between them.", isQuestion: true);
            if (span < TimeSpan.FromSeconds(1) || span > TimeSpan.FromDays(1))
                throw new CatalogException("A span of one second to one day is wanted, to count frames in.", isQuestion: true);
            var series = await _series.FindAsync(connection, SeriesKind.Frames, query, cancellation);
            if (series is { Count: 0 })
                return [];
            var first = from.AddTicks(-(from.Ticks % span.Ticks));
            if ((to - first) / span > MostSpans)
                throw new CatalogException($"At most {MostSpans} spans are counted at once: take longer spans, or a shorter time.", isQuestion: true);
            await using var command = connection.CreateCommand();
            var condition = $"time >= @from AND time < @to AND {InSeries(command, SeriesKind.Frames, series, query)}";
            command.CommandText = _database.Kind == DatabaseKind.PostgreSql
                ? $"SELECT start, count(*) FROM (SELECT (time - @first) / @span * @span + @first AS start FROM {_prefix}camera_frames WHERE {condition}) AS frames GROUP BY start ORDER BY start"
                // SQLite would sort the rows to group them; one walk along the order of time for each span does not.
                : "WITH RECURSIVE spans (start) AS (SELECT @first UNION ALL SELECT start + @span FROM spans WHERE start + @span < @to), "
                    + $"counts AS (SELECT start, (SELECT count(*) FROM camera_frames WHERE time >= start AND time < start + @span AND {condition}) AS frames FROM spans) "
                    + "SELECT start, frames FROM counts WHERE frames > 0 ORDER BY start";
            command.With("@span", span.Ticks / TimeSpan.TicksPerMicrosecond).With("@first", CatalogTime.Of(first)).With("@from", CatalogTime.Of(from)).With("@to", CatalogTime.Of(to));
            var counts = new List<FrameCount>();
            await using var reader = await command.ExecuteReaderAsync(cancellation);
            while (await reader.ReadAsync(cancellation))
                counts.Add(new FrameCount(CatalogTime.ToDateTime(reader.GetInt64(0)), reader.GetInt64(1)));
            return counts;
        }, cancellation);

    private static void Check(CatalogQuery query)
    {
        if (query.Limit is < 1 or > CatalogQuery.MaxLimit)
            throw new CatalogException($"The limit is {query.Limit}; 1 to {CatalogQuery.MaxLimit} are allowed.", isQuestion: true);
    }

    private Task<CatalogPage<T>> ListAsync<T>(Listed<T> listed, CatalogQuery query, CancellationToken cancellation) => AskAsync(
        async connection =>
        {
            Check(query);
            CatalogCursor? after = query.Cursor is { Length: > 0 } text ? CatalogCursor.Parse(text) : null;
            var series = await _series.FindAsync(connection, listed.Kind, query, cancellation);
            var rows = new List<(CatalogCursor Key, T Entry)>();
            if (series is { Count: > 1 })
            {
                foreach (var one in series)
                    await WalkAsync(connection, listed, [one], query, after, rows, cancellation);
                rows.Sort((a, b) => query.OldestFirst ? a.Key.CompareTo(b.Key) : b.Key.CompareTo(a.Key));
            }
            else if (series is not { Count: 0 })
            {
                await WalkAsync(connection, listed, series, query, after, rows, cancellation);
            }

            var next = rows.Count > query.Limit ? rows[query.Limit - 1].Key.ToString() : null;
            return new CatalogPage<T>([.. rows.Take(query.Limit).Select(r => r.Entry)], next);
        }, cancellation);

    /// <summary>Reads one row more than a page, so that it is known whether there is a next one.</summary>
    private async Task WalkAsync<T>(
        DbConnection connection, Listed<T> listed, IReadOnlyList<Series>? series, CatalogQuery query, CatalogCursor? after, List<(CatalogCursor Key, T Entry)> rows, CancellationToken cancellation)
    {
        await using var command = connection.CreateCommand();
        var order = query.OldestFirst ? "ASC" : "DESC";
        var conditions = InSeries(command, listed.Kind, series, query);
        if (query.From is { } from)
            conditions += Condition(command, "time >= @from", "@from", CatalogTime.Of(from));
        if (query.To is { } to)
            conditions += Condition(command, "time < @to", "@to", CatalogTime.Of(to));
        if (after is { } key)
        {
            conditions += $" AND (time, {listed.Second}, {listed.Third}) {(query.OldestFirst ? '>' : '<')} (@time, @second, @third)";
            command.With("@time", key.Time).With("@second", key.Second).With("@third", key.Third);
        }

        command.CommandText =
            $"SELECT time, {listed.Second}, {listed.Third}, series, {listed.Columns} FROM {_prefix}{listed.Table} WHERE {conditions} "
            + $"ORDER BY time {order}, {listed.Second} {order}, {listed.Third} {order} LIMIT @limit";
        command.With("@limit", (long)query.Limit + 1);
        var read = new List<(CatalogCursor Key, long Series, Func<Series, T> Entry)>();
        await using (var reader = await command.ExecuteReaderAsync(cancellation))
        {
            while (await reader.ReadAsync(cancellation))
                read.Add((new CatalogCursor(reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2)), reader.GetInt64(3), listed.Read(reader)));
        }

        // The connection is free again: what is not known yet is looked up with it.
        foreach (var (place, id, entry) in read)
            rows.Add((place, entry(series is { Count: 1 } ? series[0] : await _series.OfAsync(connection, id, cancellation))));
    }

    private async Task<DateTime?> NewestBeforeAsync(DbConnection connection, IReadOnlyList<Series>? series, CatalogQuery query, DateTime? before, CancellationToken cancellation)
    {
        DateTime? newest = null;
        foreach (var one in series is null ? [null] : series.Select(IReadOnlyList<Series>? (s) => [s]))
        {
            await using var command = connection.CreateCommand();
            var conditions = InSeries(command, SeriesKind.Frames, one, query);
            if (query.From is { } from)
                conditions += Condition(command, "time >= @from", "@from", CatalogTime.Of(from));
            if (before is { } to)
                conditions += Condition(command, "time < @to", "@to", CatalogTime.Of(to));
            command.CommandText = $"SELECT time FROM {_prefix}camera_frames WHERE {conditions} ORDER BY time DESC LIMIT 1";
            if (await command.ExecuteScalarAsync(cancellation) is { } time and not DBNull
                && CatalogTime.ToDateTime(Convert.ToInt64(time, CultureInfo.InvariantCulture)) is var found && !(found < newest))
                newest = found;
        }

        return newest;
    }

    private static string Condition(DbCommand command, string condition, string name, long value)
    {
        command.With(name, value);
        return " AND " + condition;
    }

    /// <summary>Which rows are of the series asked for. Many series are a filter on the order of time, not an index to use: hence the plus.</summary>
    private string InSeries(DbCommand command, SeriesKind kind, IReadOnlyList<Series>? series, CatalogQuery query) => series switch
    {
        null when _series.Sink.Length == 0 && SeriesBook.IsAboutAll(query) => "true", // a file of its own holds no other sink's
        // As an array it is found out once, and not joined with every row.
        null when _database.Kind == DatabaseKind.PostgreSql => $"+series = ANY (ARRAY(SELECT id FROM catchment.camera_series WHERE {_series.Condition(command, kind, query)}))",
        null => $"+series IN (SELECT id FROM camera_series WHERE {_series.Condition(command, kind, query)})",
        [var one] => "series = " + one.Id.ToString(CultureInfo.InvariantCulture),
        _ => $"series IN ({string.Join(", ", series.Select(s => s.Id.ToString(CultureInfo.InvariantCulture)))})",
    };

    private string Sink(DbCommand command)
    {
        command.With("@sink", _series.Sink);
        return "sink = @sink";
    }

    private async Task<T> AskAsync<T>(Func<DbConnection, Task<T>> ask, CancellationToken cancellation)
    {
        await using var connection = await _database.ConnectAsync(cancellation);
        return await ask(connection);
    }
}

using System.Data.Common;
using System.Globalization;
using Catchment.Core.Databases;
using Catchment.Files.Tables;

namespace Catchment.Files.Catalog;

/// <summary>
/// Reads the original's tables for whoever wants to look at them. Each statement is short: in an SQLite file of the usual kind a writer
/// waits until its readers are done.
/// </summary>
/// <param name="tables">The tables.</param>
/// <param name="kind">The database's kind.</param>
internal sealed class FileReader(OriginalTables tables, DatabaseKind kind)
{
    /// <summary>Rows that one statement looks at.</summary>
    public const int Window = 20_000;

    private const string Columns = "id, relpath, filename, checksum, size_bytes, added_on";

    /// <summary>So many digits of a checksum are found through the column's own index.</summary>
    private const int SelectiveDigits = 6;

    private readonly bool _isSqlite = kind == DatabaseKind.Sqlite;
    private readonly string _timestamp = kind == DatabaseKind.Sqlite ? "" : "::timestamp";

    /// <summary>The rows of a query next to a place, whatever their status.</summary>
    /// <param name="connection">Where.</param>
    /// <param name="query">What the rows must be.</param>
    /// <param name="after">The place.</param>
    /// <param name="most">Rows at most.</param>
    /// <returns>The rows; the place that was reached; how many rows were looked at; whether the table ends there.</returns>
    public (List<TrackedFile> Files, long? Reached, int LookedAt, bool IsEnd) Next(DbConnection connection, FileQuery query, long? after, int most)
    {
        var order = FileOrder.Of(query);
        var filter = query.LooksAtRows ? Filter(query) : [];
        var isDirect = filter.Count == 0 || query.Checksum?.Length >= SelectiveDigits;
        var beyond = after is null ? "" : $" WHERE id {order.Beyond} @after";
        var from = isDirect ? $"{tables.FilesSql}{beyond}" : $"(SELECT {Columns} FROM {tables.FilesSql}{beyond} ORDER BY id {order.Direction} LIMIT {Window}) AS part";
        var condition = filter.Count == 0 ? "" : $"{(isDirect && after is not null ? " AND " : " WHERE ")}{string.Join(" AND ", filter.Select(f => f.Sql))}";
        using var command = connection.Command($"SELECT {Columns} FROM {from}{condition} ORDER BY id {order.Direction} LIMIT @most");
        command.With("@most", most);
        if (after is not null)
            command.With("@after", after);
        foreach (var (name, value) in filter.SelectMany(f => f.Values))
            command.With(name, value);
        var files = Read(command);
        if (files.Count == most || isDirect)
            return (files, files.Count > 0 ? files[^1].Id : after, files.Count, files.Count < most);
        var (reached, count) = Edge(connection, order, after);
        return (files, reached ?? after, count, count < Window);
    }

    /// <summary>The numbers of the rows next to a place.</summary>
    public List<long> Ids(DbConnection connection, FileOrder order, long? after)
    {
        using var command = connection.Command($"SELECT id FROM {tables.FilesSql}{(after is null ? "" : $" WHERE id {order.Beyond} @after")} ORDER BY id {order.Direction} LIMIT {Window}");
        return (after is null ? command : command.With("@after", after)).ReadNumbers();
    }

    /// <summary>Rows by their numbers that a query wants.</summary>
    public Dictionary<long, TrackedFile> Of(DbConnection connection, FileQuery query, IReadOnlyCollection<long> ids)
    {
        if (!query.LooksAtRows)
            return tables.ById(connection, ids).ToDictionary(f => f.Id);
        var filter = Filter(query);
        using var command = connection.Command(
            $"SELECT {Columns} FROM {tables.FilesSql} WHERE id {(_isSqlite ? "IN (SELECT value FROM json_each(@ids))" : "= ANY (@ids)")} AND {string.Join(" AND ", filter.Select(f => f.Sql))}");
        command.With("@ids", _isSqlite ? System.Text.Json.JsonSerializer.Serialize(ids) : ids.ToArray());
        foreach (var (name, value) in filter.SelectMany(f => f.Values))
            command.With(name, value);
        return Read(command).ToDictionary(f => f.Id);
    }

    /// <summary>Rows by name.</summary>
    public List<TrackedFile> Named(DbConnection connection, string name)
    {
        using var command = connection.Command($"SELECT {Columns} FROM {tables.FilesSql} WHERE filename = @name");
        return Read(command.With("@name", name));
    }

    /// <summary>How many rows there are above a number, their bytes, and the greatest number.</summary>
    public (long Files, long Bytes, long Greatest) Sum(DbConnection connection, long above, CancellationToken cancellation)
    {
        var (files, bytes) = (0L, 0L);
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            using var command = connection.Command(
                $"SELECT count(*), coalesce(sum(size_bytes), 0), max(id) FROM (SELECT id, size_bytes FROM {tables.FilesSql} WHERE id > @above ORDER BY id LIMIT {Window}) AS part");
            using var reader = command.With("@above", above).ExecuteReader();
            reader.Read();
            var count = reader.GetInt64(0);
            files += count;
            bytes += Convert.ToInt64(reader.GetValue(1), CultureInfo.InvariantCulture);
            if (count > 0)
                above = reader.GetInt64(2);
            if (count < Window)
                return (files, bytes, above);
        }
    }

    /// <summary>The least row above a number; null: there is none.</summary>
    public TrackedFile? FirstAbove(DbConnection connection, long above) => Next(connection, new FileQuery { OldestFirst = true }, above, 1).Files.FirstOrDefault();

    /// <summary>The newest files that were tracked since a time, by span. Rows are numbered about in the order of their times.</summary>
    /// <returns>Files by span, and the span before which they were not counted; null: all were.</returns>
    public (Dictionary<long, long> BySpan, long? Incomplete) Found(DbConnection connection, long from, long width, int most)
    {
        var spans = new Dictionary<long, long>();
        long? after = null;
        for (var looked = 0; looked < most; looked += Window)
        {
            using var command = connection.Command(
                $"SELECT {Span("added_on")}, count(*), min(id) FROM (SELECT id, added_on FROM {tables.FilesSql}{(after is null ? "" : " WHERE id < @after")} ORDER BY id DESC LIMIT {Window}) AS part GROUP BY 1");
            command.With("@width", width);
            if (after is not null)
                command.With("@after", after);
            var least = long.MaxValue;
            var count = 0L;
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                after = after is { } a ? Math.Min(a, reader.GetInt64(2)) : reader.GetInt64(2);
                count += reader.GetInt64(1);
                if (reader.IsDBNull(0))
                    continue;
                var span = reader.GetInt64(0);
                least = Math.Min(least, span);
                spans[span] = spans.GetValueOrDefault(span) + reader.GetInt64(1);
            }

            if (count < Window || least < from)
                return (spans, null);
        }

        return (spans, spans.Keys.Min() + 1);
    }

    /// <summary>The newest events since a time, by span and status.</summary>
    /// <returns>Events, and the span before which they were not counted; null: all were.</returns>
    public (Dictionary<(long Span, FileStatus Status), long> BySpan, long? Incomplete) Events(DbConnection connection, long from, long until, long width, int most)
    {
        var spans = new Dictionary<(long, FileStatus), long>();
        var end = LocalTime.Text(until);
        var begin = LocalTime.Text(from * width * TimeSpan.MicrosecondsPerSecond);
        for (var looked = 0; looked < most; looked += Window)
        {
            using var edge = connection.Command(
                $"SELECT {(_isSqlite ? "start_time" : "start_time::text")} FROM {tables.EventsSql} WHERE start_time < @end{_timestamp} AND start_time >= @begin{_timestamp} ORDER BY start_time DESC LIMIT 1 OFFSET {Window}");
            var part = edge.With("@end", end).With("@begin", begin).ExecuteScalar() as string;
            using var command = connection.Command(
                $"SELECT {Span("start_time")}, {(_isSqlite ? "status" : "status::text")}, count(*) FROM {tables.EventsSql} WHERE start_time < @end{_timestamp} AND start_time >= @begin{_timestamp} GROUP BY 1, 2");
            using var reader = command.With("@width", width).With("@end", end).With("@begin", part ?? begin).ExecuteReader();
            while (reader.Read())
            {
                if (!reader.IsDBNull(0) && !reader.IsDBNull(1) && FileStatusText.Parse(reader.GetString(1)) is { } status)
                    spans[(reader.GetInt64(0), status)] = spans.GetValueOrDefault((reader.GetInt64(0), status)) + reader.GetInt64(2);
            }

            if (part is null)
                return (spans, null);
            end = part;
        }

        return (spans, (LocalTime.Parse(end) ?? until) / (width * TimeSpan.MicrosecondsPerSecond) + 1);
    }

    /// <summary>Whether there are more events than so many since a time.</summary>
    public bool HasMoreEvents(DbConnection connection, long since, int count)
    {
        using var command = connection.Command($"SELECT 1 FROM {tables.EventsSql} WHERE start_time >= @since{_timestamp} ORDER BY start_time LIMIT 1 OFFSET {count}");
        return command.With("@since", LocalTime.Text(since)).ExecuteScalar() is not null;
    }

    /// <summary>The number of the span that a time is in.</summary>
    private string Span(string column) => _isSqlite
        ? $"CAST(strftime('%s', substr({column}, 1, 19)) AS INTEGER) / @width"
        : $"CASE WHEN isfinite({column}) THEN floor(extract(epoch FROM {column}) / @width)::bigint END";

    private (long? Reached, int Count) Edge(DbConnection connection, FileOrder order, long? after)
    {
        using var command = connection.Command(
            $"SELECT {(order == FileOrder.Up ? "max" : "min")}(id), count(*) FROM (SELECT id FROM {tables.FilesSql}{(after is null ? "" : $" WHERE id {order.Beyond} @after")} ORDER BY id {order.Direction} LIMIT {Window}) AS part");
        if (after is not null)
            command.With("@after", after);
        using var reader = command.ExecuteReader();
        reader.Read();
        return (reader.IsDBNull(0) ? null : reader.GetInt64(0), (int)reader.GetInt64(1));
    }

    /// <summary>What a row must be, each with its parameters.</summary>
    private List<(string Sql, (string Name, object Value)[] Values)> Filter(FileQuery query)
    {
        var filter = new List<(string, (string, object)[])>();
        if (query.Checksum is { } checksum)
        {
            // Hexadecimal digits are in the same order whatever the collation; g comes after all of them.
            filter.Add(("checksum >= @checksum AND checksum < @above", [("@checksum", checksum), ("@above", checksum + "g")]));
        }

        if (query.AddedSince is { } since)
            filter.Add(($"added_on >= @since{_timestamp}", [("@since", LocalTime.Text(LocalTime.Of(since)))]));
        if (query.AddedUntil is { } until)
            filter.Add(($"added_on < @until{_timestamp}", [("@until", LocalTime.Text(LocalTime.Of(until)))]));
        if (query.LeastSize is { } least)
            filter.Add(("size_bytes >= @least", [("@least", least)]));
        if (query.MostSize is { } greatest)
            filter.Add(("size_bytes <= @greatest", [("@greatest", greatest)]));
        if (query.Name is { Length: > 0 } name)
        {
            var isPattern = name.AsSpan().ContainsAny('*', '?');
            var text = isPattern && !name.Contains('/', StringComparison.Ordinal) ? "filename" : "CASE WHEN relpath = '.' THEN filename ELSE relpath || '/' || filename END";
            filter.Add(($"({text}) {(_isSqlite ? "LIKE" : "ILIKE")} @name ESCAPE '!'", [("@name", isPattern ? Like(name) : $"%{Like(name)}%")]));
        }

        return filter;
    }

    private static string Like(string name) => name
        .Replace("!", "!!", StringComparison.Ordinal).Replace("%", "!%", StringComparison.Ordinal).Replace("_", "!_", StringComparison.Ordinal)
        .Replace('*', '%').Replace('?', '_');

    private static List<TrackedFile> Read(DbCommand command)
    {
        using var reader = command.ExecuteReader();
        var files = new List<TrackedFile>();
        while (reader.Read())
            files.Add(new TrackedFile(reader.GetInt64(0), new FilePath(reader.GetString(1), reader.GetString(2)), reader.GetString(3), reader.GetInt64(4), Time(reader.GetValue(5))));
        return files;
    }

    private static DateTime Time(object value) =>
        value is DateTime time ? time : LocalTime.At(LocalTime.Parse(Convert.ToString(value, CultureInfo.InvariantCulture)) ?? 0);
}

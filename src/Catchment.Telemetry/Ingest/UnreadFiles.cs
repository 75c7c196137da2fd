using Catchment.Telemetry.Schema;

namespace Catchment.Telemetry.Ingest;

/// <summary>
/// The files that are to be read, taken by several workers. They are asked for in parts, by path, each in a transaction of its own that is over
/// before the first of them is read (D20).
/// </summary>
/// <param name="database">The database.</param>
/// <param name="host">Whose files.</param>
/// <param name="limit">The most that are taken; null: all.</param>
/// <param name="retry">Repeats the question when the database is away.</param>
internal sealed class UnreadFiles(TelemetryDatabase database, string host, int? limit, TransactionRetry retry)
{
    private const int PartSize = 5000;

    private readonly Lock _gate = new();
    private readonly Queue<string> _part = [];
    private long _left = limit ?? long.MaxValue;
    private string _reached = "";
    private bool _isAtEnd;

    /// <summary>How many there are now.</summary>
    internal long Count(CancellationToken cancellation)
    {
        var count = retry.Run(
            () =>
            {
                using var connection = database.Connect();
                return database.Tables.CountUnread(connection, host);
            },
            cancellation);
        return Math.Min(count, limit ?? count);
    }

    /// <summary>Takes the next one.</summary>
    /// <returns>Its path; null: there is none.</returns>
    internal string? Take(CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (_left == 0)
                return null;
            if (_part.Count == 0 && !_isAtEnd)
                Fill(cancellation);
            if (!_part.TryDequeue(out var path))
                return null;
            _left--;
            return path;
        }
    }

    private void Fill(CancellationToken cancellation)
    {
        var part = retry.Run(
            () =>
            {
                using var connection = database.Connect();
                return database.Tables.UnreadAfter(connection, host, _reached, (int)Math.Min(PartSize, _left));
            },
            cancellation);
        foreach (var path in part)
            _part.Enqueue(path);
        if (part.Count > 0)
            _reached = part[^1];
        else
            _isAtEnd = true;
    }
}

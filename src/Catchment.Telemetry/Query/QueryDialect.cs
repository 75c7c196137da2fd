using System.Data.Common;
using System.Globalization;
using Catchment.Core.Databases;

namespace Catchment.Telemetry.Query;

/// <summary>What is different in the SQL of both systems. Keys go into a statement as parameters, numbered by their places.</summary>
internal abstract class QueryDialect
{
    /// <summary>Keeps the planner from putting an inner query into the outer one, where each use of a value would read it from its message again.</summary>
    internal abstract string Fence { get; }

    /// <summary>Sets what holds for the transaction: it only reads, and ends after the time.</summary>
    /// <param name="transaction">The transaction.</param>
    /// <param name="limit">The longest time for its statement; null: it has no end.</param>
    /// <param name="stop">Ends it at once.</param>
    /// <returns>Takes it back.</returns>
    internal abstract IDisposable Begin(DbTransaction transaction, TimeSpan? limit, CancellationToken stop);

    /// <summary>Whether an error is that the time was over, or that it was ended.</summary>
    internal abstract bool IsStopped(DbException error);

    /// <summary>Adds the parameters of the keys.</summary>
    internal abstract void Bind(DbCommand command, IReadOnlyList<TelemetryKey> keys);

    /// <summary>The condition that a message has a value under a key that is not null.</summary>
    internal abstract string Has(TelemetryKey key, int number);

    /// <summary>The number under a key, truth as 1 and 0, or NULL.</summary>
    internal abstract string Number(TelemetryKey key, int number);

    /// <summary>The columns from which <see cref="Values"/> takes the values of keys.</summary>
    internal abstract string Columns(IReadOnlyList<TelemetryKey> keys);

    /// <summary>The values of keys.</summary>
    internal abstract IReadOnlyList<TelemetryValue?> Values(DbDataReader reader, int first, IReadOnlyList<TelemetryKey> keys);

    /// <summary>The begin of the bucket of a row, whose width is the parameter <c>@width</c>.</summary>
    internal abstract string Bucket { get; }

    /// <summary>The value of <c>@width</c>.</summary>
    internal abstract object Width(TimeSpan width);

    /// <summary>A bucket's begin.</summary>
    internal abstract DateTime BucketStart(DbDataReader reader, int column);

    /// <summary>A message as text.</summary>
    internal abstract string Message { get; }

    /// <summary>Rows of <c>telem</c>, whether they are an estimate, and bytes.</summary>
    internal abstract string Size { get; }

    /// <summary>A time as a parameter's value.</summary>
    internal abstract object Value(DateTime time);

    /// <summary>A time of a row.</summary>
    internal abstract DateTime Time(DbDataReader reader, int column);

    /// <summary>The dialect of a system.</summary>
    internal static QueryDialect Of(DatabaseKind kind) => kind == DatabaseKind.Sqlite ? new SqliteDialect() : new PostgreSqlDialect();

    /// <summary>A parameter's name.</summary>
    private protected static string Name(int key, int part) => string.Create(CultureInfo.InvariantCulture, $"@k{key}_{part}");
}

using System.Data.Common;
using System.Globalization;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Catchment.Core.Databases;

/// <summary>
/// A statement that is carried out for many rows in one transaction: in SQLite prepared once and stepped for each row, without
/// the driver's parameter objects, which cost twice as much as the row itself; in PostgreSQL sent once with an array for each
/// column. Parameters are the columns in their order: in SQLite <c>?1</c>, <c>?2</c> … (a named one would be numbered by its place in
/// the text), in PostgreSQL <c>@p0</c>, <c>@p1</c> … in an <c>unnest</c>.
/// </summary>
/// <typeparam name="T">What a row is made of.</typeparam>
/// <param name="sqlite">For one row.</param>
/// <param name="postgreSql">For all rows.</param>
/// <param name="numbers">The columns, whole numbers or null.</param>
/// <param name="texts">Further columns, of text or null.</param>
public sealed class BulkStatement<T>(string sqlite, string postgreSql, Func<T, long?>[] numbers, params Func<T, string?>[] texts)
{
    /// <summary>Carries it out.</summary>
    /// <param name="transaction">The transaction it belongs to.</param>
    /// <param name="rows">The rows, in their order.</param>
    /// <returns>Rows changed.</returns>
    /// <exception cref="DbException">The database refused; the transaction is to be given up.</exception>
    public int Execute(DbTransaction transaction, IReadOnlyList<T> rows) =>
        rows.Count == 0 ? 0 : transaction.Connection is SqliteConnection connection ? OneByOne(connection, rows) : AtOnce(transaction, rows);

    private int OneByOne(SqliteConnection connection, IReadOnlyList<T> rows)
    {
        var handle = connection.Handle;
        Check(raw.sqlite3_prepare_v2(handle, sqlite, out var statement), handle);
        using (statement)
        {
            var changed = 0;
            foreach (var row in rows)
            {
                for (var c = 0; c < numbers.Length; c++)
                    Check(numbers[c](row) is { } number ? raw.sqlite3_bind_int64(statement, c + 1, number) : raw.sqlite3_bind_null(statement, c + 1), handle);
                for (var c = 0; c < texts.Length; c++)
                    Check(texts[c](row) is { } text ? raw.sqlite3_bind_text(statement, numbers.Length + c + 1, text) : raw.sqlite3_bind_null(statement, numbers.Length + c + 1), handle);
                var result = raw.sqlite3_step(statement);
                if (result != raw.SQLITE_DONE)
                    Check(result, handle);
                changed += raw.sqlite3_changes(handle);
                Check(raw.sqlite3_reset(statement), handle);
            }

            return changed;
        }
    }

    private static void Check(int result, sqlite3? handle) => SqliteException.ThrowExceptionForRC(result, handle);

    private int AtOnce(DbTransaction transaction, IReadOnlyList<T> rows)
    {
        using var command = transaction.Connection!.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = postgreSql;
        for (var c = 0; c < numbers.Length; c++)
            command.With("@p" + c.ToString(CultureInfo.InvariantCulture), Column(rows, numbers[c]));
        for (var c = 0; c < texts.Length; c++)
            command.With("@p" + (numbers.Length + c).ToString(CultureInfo.InvariantCulture), Column(rows, texts[c]));
        return command.ExecuteNonQuery();
    }

    private static TColumn[] Column<TColumn>(IReadOnlyList<T> rows, Func<T, TColumn> value)
    {
        var column = new TColumn[rows.Count];
        for (var i = 0; i < column.Length; i++)
            column[i] = value(rows[i]);
        return column;
    }
}

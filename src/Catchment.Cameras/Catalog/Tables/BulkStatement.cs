using System.Data.Common;
using System.Globalization;
using Catchment.Core.Databases;

namespace Catchment.Cameras.Catalog.Tables;

/// <summary>
/// A statement that is carried out for many rows in one transaction: in SQLite prepared once and run for each row, in PostgreSQL
/// sent once with an array for each column. Parameters are <c>@p0</c>, <c>@p1</c> …; in PostgreSQL they stand in an <c>unnest</c>.
/// </summary>
/// <typeparam name="T">What a row is made of.</typeparam>
/// <param name="sqlite">For one row.</param>
/// <param name="postgreSql">For all rows.</param>
/// <param name="columns">What goes into each parameter: <see cref="long"/>, text, or null for a number.</param>
internal sealed class BulkStatement<T>(string sqlite, string postgreSql, params Func<T, object?>[] columns)
{
    /// <summary>Carries it out.</summary>
    /// <returns>Rows changed.</returns>
    internal int Execute(DatabaseKind kind, DbTransaction transaction, IReadOnlyList<T> rows)
    {
        using var command = transaction.Connection!.CreateCommand();
        command.Transaction = transaction;
        return kind == DatabaseKind.Sqlite ? OneByOne(command, rows) : AtOnce(command, rows);
    }

    private int OneByOne(DbCommand command, IReadOnlyList<T> rows)
    {
        command.CommandText = sqlite;
        for (var c = 0; c < columns.Length; c++)
            Add(command, c, null);
        var changed = 0;
        foreach (var row in rows)
        {
            for (var c = 0; c < columns.Length; c++)
                command.Parameters[c].Value = columns[c](row) ?? DBNull.Value;
            changed += command.ExecuteNonQuery();
        }

        return changed;
    }

    private int AtOnce(DbCommand command, IReadOnlyList<T> rows)
    {
        command.CommandText = postgreSql;
        for (var c = 0; c < columns.Length; c++)
            Add(command, c, Column(rows, columns[c]));
        return command.ExecuteNonQuery();
    }

    private static Array Column(IReadOnlyList<T> rows, Func<T, object?> value)
    {
        if (rows.Any(r => value(r) is string))
            return rows.Select(r => (string?)value(r)).ToArray();
        return rows.Select(r => (long?)value(r)).ToArray();
    }

    private static void Add(DbCommand command, int number, object? value)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = "@p" + number.ToString(CultureInfo.InvariantCulture);
        parameter.Value = value ?? DBNull.Value;
        command.Parameters.Add(parameter);
    }
}

using System.Data.Common;

namespace Catchment.Telemetry.Schema;

/// <summary>Statements on a connection, in its transaction if there is one.</summary>
internal static class Statements
{
    /// <summary>A command with the program's own text; what varies in it are names that were quoted.</summary>
    internal static DbCommand Command(this DbConnection connection, string sql)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // see above
        command.CommandText = sql;
#pragma warning restore CA2100
        return command;
    }

    /// <summary>Carries out a statement.</summary>
    /// <returns>Rows changed.</returns>
    internal static int Execute(this DbTransaction transaction, string sql)
    {
        using var command = transaction.Connection!.Command(sql);
        command.Transaction = transaction;
        return command.ExecuteNonQuery();
    }

    /// <summary>The first value of the first row; null when there is none or it is null.</summary>
    internal static object? Value(this DbTransaction transaction, string sql)
    {
        using var command = transaction.Connection!.Command(sql);
        command.Transaction = transaction;
        return command.ExecuteScalar() is { } value and not DBNull ? value : null;
    }
}

using System.Data.Common;

namespace Catchment.Files.Tables;

/// <summary>Statements on a connection, in its transaction if there is one.</summary>
internal static class Statements
{
    /// <summary>A command with the program's own text; what varies in it are the configuration's table names, quoted, and whole numbers.</summary>
    internal static DbCommand Command(this DbConnection connection, string sql)
    {
        var command = connection.CreateCommand();
#pragma warning disable CA2100 // see above
        command.CommandText = sql;
#pragma warning restore CA2100
        return command;
    }

    /// <summary>The first column of all rows.</summary>
    internal static List<long> ReadNumbers(this DbCommand command)
    {
        using var reader = command.ExecuteReader();
        var numbers = new List<long>();
        while (reader.Read())
            numbers.Add(reader.GetInt64(0));
        return numbers;
    }
}

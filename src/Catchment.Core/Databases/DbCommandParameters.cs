using System.Data.Common;

namespace Catchment.Core.Databases;

/// <summary>Parameters of a command, one after the other.</summary>
public static class DbCommandParameters
{
    /// <summary>Adds a parameter.</summary>
    /// <param name="command">The command.</param>
    /// <param name="name">The parameter's name, with <c>@</c>.</param>
    /// <param name="value">Its value; null is the database's null.</param>
    public static DbCommand With(this DbCommand command, string name, object? value)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.Value = value ?? DBNull.Value;
        command.Parameters.Add(parameter);
        return command;
    }
}

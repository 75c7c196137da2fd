using System.Data.Common;

namespace Catchment.Cameras.Catalog.Tables;

/// <summary>Parameters of a command, one after the other.</summary>
internal static class DbCommandParameters
{
    /// <summary>Adds a parameter.</summary>
    internal static DbCommand With(this DbCommand command, string name, object value)
    {
        var parameter = command.CreateParameter();
        parameter.ParameterName = name;
        parameter.Value = value;
        command.Parameters.Add(parameter);
        return command;
    }
}

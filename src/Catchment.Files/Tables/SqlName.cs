namespace Catchment.Files.Tables;

/// <summary>Names in SQL, of either dialect.</summary>
internal static class SqlName
{
    /// <summary>A name of whatever characters as a statement has it.</summary>
    internal static string Quoted(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}

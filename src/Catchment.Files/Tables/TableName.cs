namespace Catchment.Files.Tables;

/// <summary>An original's table as a configuration names it.</summary>
/// <param name="Schema">Its schema; null: the connection's default.</param>
/// <param name="Table">Its name; case matters.</param>
public sealed record TableName(string? Schema, string Table)
{
    /// <inheritdoc/>
    public override string ToString() => Schema is null ? Table : $"{Schema}.{Table}";
}

namespace Catchment.Protocols.Flatlogs;

/// <summary>The type of an entry. Source: telemetry 7, 8.2.</summary>
/// <param name="Code">The event code in the file.</param>
/// <param name="Name">The event code's name, which stands in the database; at most <see cref="MostNameLength"/> ASCII characters.</param>
/// <param name="Message">The root table of the message; null: entries of this code have none.</param>
public sealed record FlatlogType(ushort Code, string Name, FlatlogTable? Message)
{
    /// <summary>Characters that the database's column has room for. Source: telemetry 9.</summary>
    public const int MostNameLength = 20;

    /// <summary>The name as it stands in JSON text.</summary>
    internal byte[] NameBytes { get; } = System.Text.Encoding.ASCII.GetBytes(Name);
}

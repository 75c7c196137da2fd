using Catchment.Protocols.Flatlogs;

namespace Catchment.Telemetry.Settings;

/// <summary>The event codes that are known, with those of an instrument's own.</summary>
public static class OwnTypes
{
    /// <summary>Where the instrument's source has its schemas, from the folder of its event codes on.</summary>
    private const string UsualSchemas = "types/schemas";

    /// <summary>Reads them.</summary>
    /// <param name="codes">The instrument's list of event codes, <c>logCodes.dat</c>; null: what is built in.</param>
    /// <param name="schemas">The folder of the schemas that the list names; null: <c>types/schemas</c> beside the list.</param>
    /// <exception cref="FormatException">A file is missing, cannot be read, or is not understood. The message names it.</exception>
    public static FlatlogTypeTable Load(string? codes, string? schemas)
    {
        if (codes is null)
            return FlatlogTypeTable.BuiltIn;
        var file = Path.GetFullPath(codes);
        try
        {
            return FlatlogTypeTable.BuiltIn.With(FlatlogSchema.Load(file, schemas is null ? Path.Combine(Path.GetDirectoryName(file)!, UsualSchemas) : Path.GetFullPath(schemas)));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FormatException($"The event codes of {file} cannot be read: {e.Message}", e);
        }
    }
}

using Catchment.Protocols.Flatlogs.Schemas;

namespace Catchment.Protocols.Flatlogs;

/// <summary>
/// Reads an instrument's own types: its list of event codes (<c>logCodes.dat</c>, lines <c>name code schema</c>) and the FlatBuffers schemas that
/// the list names (<c>schema.fbs</c>). Understood are namespaces, tables, tables in tables, scalars with defaults, strings, vectors of
/// scalars and strings, enums (as their whole numbers), ids, <c>root_type</c>; other attributes are passed over. Source: telemetry 8.2.
/// </summary>
public static class FlatlogSchema
{
    /// <summary>The most bytes of a file.</summary>
    public const int MostBytes = 1 << 20;

    /// <summary>Reads the types.</summary>
    /// <param name="codes">The file with the event codes.</param>
    /// <param name="folder">The folder with the schemas.</param>
    /// <returns>The types in the order of the file.</returns>
    /// <exception cref="FlatlogSchemaException">A file is missing, too long, or says what is not understood.</exception>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be read.</exception>
    public static IReadOnlyList<FlatlogType> Load(string codes, string folder)
    {
        var messages = new Dictionary<string, FlatlogTable>(StringComparer.Ordinal);
        var types = new List<FlatlogType>();
        foreach (var line in LogCodes.Parse(codes, Read(codes, codes, 1)))
        {
            FlatlogTable? message = null;
            if (line.HasMessage && !messages.TryGetValue(line.Schema, out message))
            {
                var file = Path.Combine(folder, line.Schema + ".fbs");
                message = new SchemaParser(file, Read(file, codes, line.Number)).Parse().Root();
                messages.Add(line.Schema, message);
            }

            types.Add(new FlatlogType(line.Code, line.Name, message));
        }

        return types;
    }

    private static string Read(string path, string asker, int line)
    {
        try
        {
            using var stream = File.OpenRead(path);
            if (stream.Length > MostBytes)
                throw new FlatlogSchemaException(path, 1, $"the file is longer than {MostBytes} bytes");
            using var reader = new StreamReader(stream);
            return reader.ReadToEnd();
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new FlatlogSchemaException(asker, line, $"there is no file {path}");
        }
    }
}

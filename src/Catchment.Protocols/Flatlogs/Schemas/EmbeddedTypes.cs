namespace Catchment.Protocols.Flatlogs.Schemas;

/// <summary>Our own table of types, in the two languages in which an instrument tells its types.</summary>
internal static class EmbeddedTypes
{
    private const string Codes = "codes.dat";
    private const string Messages = "messages.fbs";

    public static IReadOnlyList<FlatlogType> Load()
    {
        var messages = new SchemaParser(Messages, Text(Messages)).Parse();
        return [.. LogCodes.Parse(Codes, Text(Codes)).Select(c => new FlatlogType(c.Code, c.Name, c.HasMessage ? messages.Table(c.Schema) : null))];
    }

    private static string Text(string name)
    {
        using var stream = typeof(EmbeddedTypes).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}

namespace Catchment.Protocols.Flatlogs.Json;

/// <summary>How the JSON text of a message is spelled.</summary>
internal interface IMessageStyle
{
    /// <summary>What stands between two values.</summary>
    static abstract ReadOnlySpan<byte> Comma { get; }

    /// <summary>The fields in the order of the text.</summary>
    static abstract ReadOnlySpan<FlatlogField> Fields(FlatlogTable table);

    /// <summary>What stands for a scalar that is absent.</summary>
    static abstract ReadOnlySpan<byte> Default(FlatlogField field);

    static abstract void Number(ref JsonOutput output, float value);

    static abstract void Number(ref JsonOutput output, double value);

    /// <summary>Writes a string with its quotes.</summary>
    /// <returns>False: the text ends here.</returns>
    static abstract bool String(ref JsonOutput output, ReadOnlySpan<byte> value);
}

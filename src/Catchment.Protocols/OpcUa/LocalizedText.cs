namespace Catchment.Protocols.OpcUa;

/// <summary>A text for people. Source: OPC 10000-3, 8.5.</summary>
/// <param name="Text">Null: none.</param>
/// <param name="Locale">Its language, for example <c>en</c>; null: not told.</param>
public readonly record struct LocalizedText(string? Text, string? Locale = null)
{
    /// <summary>The text.</summary>
    public override string ToString() => Text ?? "";
}

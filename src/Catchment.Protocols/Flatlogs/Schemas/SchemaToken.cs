namespace Catchment.Protocols.Flatlogs.Schemas;

/// <summary>A word, a number, a text in quotes, or a mark of a schema; an empty one: the end.</summary>
/// <param name="Text">As it stands there.</param>
/// <param name="Line">Its line, from 1.</param>
internal readonly record struct SchemaToken(string Text, int Line)
{
    public bool IsEnd => Text.Length == 0;

    public bool IsIdentifier => Text.Length > 0 && (char.IsAsciiLetter(Text[0]) || Text[0] == '_');
}

namespace Catchment.Protocols.Flatlogs.Json;

/// <summary>As PostgreSQL's jsonb shows what is stored, so that the text is the same in every database. Source: telemetry 9.</summary>
internal readonly struct RowText : IMessageStyle
{
    public static ReadOnlySpan<byte> Comma => ", "u8;

    public static ReadOnlySpan<FlatlogField> Fields(FlatlogTable table) => table.RowOrder;

    public static ReadOnlySpan<byte> Default(FlatlogField field) => field.RowDefault;

    public static void Number(ref JsonOutput output, float value) => output.Commit(DecimalText.Stored(output.Reserve(DecimalText.MostFloatLength), value));

    public static void Number(ref JsonOutput output, double value) => output.Commit(DecimalText.Stored(output.Reserve(DecimalText.MostDoubleLength), value));

    public static bool String(ref JsonOutput output, ReadOnlySpan<byte> value)
    {
        JsonText.WriteStored(ref output, value);
        return true;
    }
}

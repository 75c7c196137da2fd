using System.Text;

namespace Catchment.Cameras.Events.Csv;

/// <summary>Makes texts of fields; the few that a file repeats over and over (nodes, views, types, classes) are made once.</summary>
internal sealed class CsvTexts
{
    private const int Slots = 64;
    private const int LongestKept = 64;

    private readonly (byte[] Bytes, string Text)[] _kept = new (byte[], string)[Slots];

    /// <summary>The field's text; null when it says that it is missing. What is no UTF-8 becomes U+FFFD.</summary>
    internal string? Read(ReadOnlySpan<byte> field)
    {
        if (CsvValues.IsMissing(field))
            return null;
        if (field.Length > LongestKept)
            return Encoding.UTF8.GetString(field);
        ref var kept = ref _kept[(field.Length * 31 + field[0] * 7 + field[field.Length / 2] * 5 + field[^1]) % Slots];
        if (kept.Text is null || !field.SequenceEqual(kept.Bytes))
            kept = (field.ToArray(), Encoding.UTF8.GetString(field));
        return kept.Text;
    }
}

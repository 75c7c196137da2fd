namespace Catchment.Cameras.Events.Csv;

/// <summary>The bounds of CSV files.</summary>
internal static class CsvFiles
{
    /// <summary>The largest file that is read, in bytes: 1 GiB.</summary>
    internal const int LargestFile = 1 << 30;

    /// <summary>The most rows that are kept of a file; further ones are left out.</summary>
    internal const int MostRows = 10_000_000;

    /// <summary>The longest field, in bytes; a row with a longer one is left out.</summary>
    internal const int LongestField = 64 * 1024;

    /// <summary>What some editors put in front of UTF-8.</summary>
    internal static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Whether a field is longer than is read.</summary>
    internal static bool HasLongField(ref CsvRows row, int fields)
    {
        for (var i = 0; i < fields; i++)
        {
            if (row[i].Length > LongestField)
                return true;
        }

        return false;
    }
}

namespace Catchment.Benchmarks.Telemetry;

/// <summary>How fast files of one kind are decoded, by one thread.</summary>
/// <param name="Case">What the entries are, and what is made of them.</param>
/// <param name="Entries">Entries in the file.</param>
/// <param name="FileBytes">The file's size.</param>
/// <param name="TextBytes">Bytes of JSON text.</param>
/// <param name="Seconds">Median time.</param>
/// <param name="LimitSeconds">The median time to read the file and write as many bytes of text as it gives: no more than memory.</param>
/// <param name="AllocatedBytesPerEntry">Managed bytes for an entry.</param>
internal sealed record DecodeRow(string Case, long Entries, long FileBytes, long TextBytes, double Seconds, double LimitSeconds, double AllocatedBytesPerEntry)
{
    /// <summary>Entries a second.</summary>
    public double EntriesPerSecond => Entries / Seconds;

    /// <summary>Of the file.</summary>
    public double MegabytesPerSecond => FileBytes / Seconds / 1e6;

    /// <summary>Of the text.</summary>
    public double TextMegabytesPerSecond => TextBytes / Seconds / 1e6;

    /// <summary>How near to the limit.</summary>
    public double Ratio => LimitSeconds / Seconds;
}

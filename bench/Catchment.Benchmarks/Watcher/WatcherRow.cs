namespace Catchment.Benchmarks.Watcher;

/// <summary>What the watcher did with outposts that publish at one rate.</summary>
/// <param name="Outposts">How many outposts, one view each, always with an event under way.</param>
/// <param name="Rate">Pictures a second of each that were asked for; as many tracking records.</param>
/// <param name="Sent">Pictures that were published.</param>
/// <param name="PerSecond">Of all outposts together.</param>
/// <param name="MegabytesPerSecond">Likewise.</param>
/// <param name="Refused">Pictures and records that the publishers dropped, because the watcher was more than their queue behind.</param>
/// <param name="MissingPictures">Published and not on disk.</param>
/// <param name="MissingRows">Likewise.</param>
/// <param name="SecondsBehind">From the last picture until all were on disk.</param>
/// <param name="Cpu">Processor time of the watcher's process, in % of a core.</param>
/// <param name="ResidentMegabytes">Its memory at the end.</param>
internal sealed record WatcherRow(
    int Outposts, double Rate, long Sent, double PerSecond, double MegabytesPerSecond, long Refused, long MissingPictures, long MissingRows, double SecondsBehind, double Cpu, double ResidentMegabytes)
{
    /// <summary>Nothing was lost on any way.</summary>
    public bool IsWhole => Refused == 0 && MissingPictures == 0 && MissingRows == 0;
}

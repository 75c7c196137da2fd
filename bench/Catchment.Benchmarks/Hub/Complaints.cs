using Catchment.Benchmarks.Load;

namespace Catchment.Benchmarks.Hub;

/// <summary>How a hub's broken promises are told.</summary>
internal static class Complaints
{
    /// <summary>What is wrong; empty when nothing is.</summary>
    /// <param name="missing">Frames that were answered <c>OK</c> and are not on disk; negative when there are more files. A frame
    /// whose time to reply ran out is refused, and may be stored nevertheless.</param>
    /// <param name="load">What became of the frames.</param>
    internal static string Of(long missing, LoadResult load)
    {
        string[] all =
        [
            missing > 0 ? $"LOST {missing}" : "",
            missing < 0 ? $"EXTRA {-missing}" : "",
            load.Refused > 0 ? $"REFUSED {load.Refused}: {load.Refusal}" : "",
        ];
        return string.Join(", ", all.Where(c => c.Length > 0));
    }
}

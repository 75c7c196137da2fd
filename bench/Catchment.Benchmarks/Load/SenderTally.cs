namespace Catchment.Benchmarks.Load;

/// <summary>What one sender counted. Written by its thread, read when that has ended.</summary>
internal sealed class SenderTally
{
    private const int UsualFrames = 1 << 16;

    /// <summary>Time from sending to the reply of each frame, in <see cref="System.Diagnostics.Stopwatch"/> ticks.</summary>
    internal List<long> Latencies { get; } = new(UsualFrames);

    /// <summary>Frames that were answered <c>OK</c>.</summary>
    internal long Accepted { get; set; }

    /// <summary>The first answer that was not <c>OK</c>.</summary>
    internal string? Refusal { get; set; }

    /// <summary>When the last reply came, in <see cref="System.Diagnostics.Stopwatch"/> ticks.</summary>
    internal long Ended { get; set; }
}

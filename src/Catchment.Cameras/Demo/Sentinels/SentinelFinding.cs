using Catchment.Cameras.Demo.Drawing;

namespace Catchment.Cameras.Demo.Sentinels;

/// <summary>A result of a job.</summary>
/// <param name="Type">The type of its tracking set, such as <c>fd1</c>.</param>
/// <param name="Ring">Which pictures the job looked at: <c>full</c> or <c>trk</c>.</param>
/// <param name="RingType">With <c>trk</c>: those of this tracking set.</param>
/// <param name="Time">The picture's time.</param>
/// <param name="ClassName">What was found.</param>
/// <param name="ObjectId">The object.</param>
/// <param name="Box">Where.</param>
internal sealed record SentinelFinding(string Type, string Ring, string RingType, string Time, string ClassName, int ObjectId, Box Box);

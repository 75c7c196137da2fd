namespace Catchment.Commands.Telemetry;

/// <summary>The configuration file that is read although nobody gave it with <c>-c</c>.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="IsWanted">It was named: it has to be there, and is read below those of <c>-c</c>. Otherwise it is read when it is there, and none is given.</param>
internal readonly record struct TelemetryFile(string Path, bool IsWanted = false)
{
    /// <summary>The files that are read, in their order.</summary>
    /// <param name="given">Those of <c>-c</c>.</param>
    internal string[] Before(string[] given) => IsWanted ? [Path, .. given] : given.Length == 0 && File.Exists(Path) ? [Path] : given;
}

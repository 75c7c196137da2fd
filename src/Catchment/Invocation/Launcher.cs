namespace Catchment.Invocation;

/// <summary>What a link for an original's name points to: the launcher, or without one this executable.</summary>
internal static class Launcher
{
    private const string Variable = "CATCHMENT_LAUNCHER";

    /// <summary>Absolute path.</summary>
    internal static string Path => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } launcher ? launcher : Environment.ProcessPath!;
}

namespace Catchment.Commands;

/// <summary>The exit codes of all commands.</summary>
internal static class ExitCode
{
    internal const int Done = 0;
    internal const int Failed = 1;
    internal const int Usage = 2;
}

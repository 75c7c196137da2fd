namespace Catchment.Tests;

/// <summary>What a command printed, and how it ended.</summary>
public sealed record CliResult(int ExitCode, string Output, string Error);

using Catchment.Core.Plugins;

namespace Catchment.Files.Plugins;

/// <summary>Hands a file to programs of the site, one after another; all of them have to succeed.</summary>
/// <param name="program">The program.</param>
/// <param name="steps">Its arguments in each step, made for a file's path.</param>
/// <param name="limit">The longest time of all steps together; null: any.</param>
/// <param name="version">The version that is recorded; null: none.</param>
/// <param name="lines">Lines at the end of its output that are recorded when it refuses the file.</param>
internal sealed class ProgramIngest(
    ExternalProgram program, IReadOnlyList<Func<string, IEnumerable<string>>> steps, TimeSpan? limit, string? version, int lines) : IIngestPlugin
{
    private static readonly TimeSpan VersionLimit = TimeSpan.FromSeconds(60);

    /// <inheritdoc/>
    public string? Version { get; } = version;

    /// <summary>What a program says of its version when it is asked; null: it does not say.</summary>
    /// <exception cref="OperationCanceledException">It was killed as that was asked for.</exception>
    public static string? VersionOf(ExternalProgram program, IEnumerable<string> arguments, CancellationToken stopping)
    {
        var end = program.Run([.. arguments, "--version"], VersionLimit, lines: 1, stopping);
        return end.Status == 0 ? (end.Output ?? end.Errors)?.Split(' ')[^1] : null; // "tool, version 1.2"
    }

    /// <summary>The shorter of two limits.</summary>
    public static TimeSpan? Shorter(TimeSpan? one, TimeSpan? other) => one < other || other is null ? one : other;

    /// <inheritdoc/>
    public void Execute(string path, CancellationToken cancellation)
    {
        var began = TimeProvider.System.GetTimestamp(); // A program's time is the machine's.
        foreach (var step in steps)
        {
            var left = limit - TimeProvider.System.GetElapsedTime(began);
            var end = program.Run(step(path), left > TimeSpan.Zero || left is null ? left : TimeSpan.FromTicks(1), lines, cancellation);
            if (end.Status != 0)
                throw new IngestFailureException(Reason(end));
        }
    }

    private string Reason(ProgramEnd end)
    {
        var words = end.Errors ?? (lines > 1 ? end.Output : null);
        if (end.Status is { } status)
            return words ?? $"exit status {status}";
        var late = $"time-out: no end after {limit!.Value.TotalSeconds} s";
        return words is null ? late : $"{late}: {words}";
    }
}

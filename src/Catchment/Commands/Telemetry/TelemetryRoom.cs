using Catchment.Telemetry.Settings;

namespace Catchment.Commands.Telemetry;

/// <summary>What a subcommand works with.</summary>
/// <param name="Settings">What it is told.</param>
/// <param name="Logger">Where it tells.</param>
/// <param name="Progress">The line on a terminal that says how far it is.</param>
/// <param name="Stopping">Ended by SIGTERM and SIGINT.</param>
internal sealed record TelemetryRoom(TelemetrySettings Settings, ILogger Logger, CountProgress Progress, CancellationToken Stopping)
{
    /// <summary>Shows on the terminal what is reported.</summary>
    /// <param name="text">The line.</param>
    internal IProgress<T> Showing<T>(Func<T, FormattableString> text) => new Line<T>(Progress, text);

    private sealed class Line<T>(CountProgress progress, Func<T, FormattableString> text) : IProgress<T>
    {
        public void Report(T value) => progress.Tell(text(value));
    }
}

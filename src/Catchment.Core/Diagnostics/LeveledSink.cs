using Serilog.Core;
using Serilog.Events;

namespace Catchment.Core.Diagnostics;

/// <summary>
/// Passes on what the settings' own levels let through: a service whose file wants more gets it made, but the other
/// outputs stay as they are.
/// </summary>
/// <param name="inner">The output.</param>
/// <param name="settings">The levels.</param>
internal sealed class LeveledSink(ILogEventSink inner, LogSettings settings) : ILogEventSink, IDisposable
{
    /// <inheritdoc/>
    public void Emit(LogEvent logEvent)
    {
        if (LogLevels.ToMicrosoft(logEvent.Level) >= LogLevels.Of(settings, LogMessage.Source(logEvent))) inner.Emit(logEvent);
    }

    /// <inheritdoc/>
    public void Dispose() => (inner as IDisposable)?.Dispose();
}

using Serilog.Events;
using Serilog.Formatting;

namespace Catchment.Core.Diagnostics;

/// <summary>Makes lines in the form of an original program.</summary>
/// <param name="form">The form, and the logger's name.</param>
internal sealed class PythonLineFormatter(PythonLogging form) : ITextFormatter
{
    private readonly PythonLogFormat _format = new(form.Format, form.DateFormat);

    /// <inheritdoc/>
    public void Format(LogEvent logEvent, TextWriter output) => output.Write(_format.RenderLines(
        logEvent.Timestamp.DateTime,
        LogLevels.ToMicrosoft(logEvent.Level),
        form.NameOf(LogMessage.Source(logEvent)),
        LogMessage.Render(logEvent),
        logEvent.Exception));
}

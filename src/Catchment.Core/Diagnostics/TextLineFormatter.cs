using System.Globalization;
using System.Text;
using Serilog.Events;
using Serilog.Formatting;

namespace Catchment.Core.Diagnostics;

/// <summary>
/// One line an event: <c>time LEVEL service: message</c>, or <c>&lt;6&gt;service: message</c> for the journal, which
/// knows the time itself. The lines of an exception follow, each indented, so that no text inside it can pass for an
/// event of its own.
/// </summary>
internal sealed class TextLineFormatter : ITextFormatter
{
    private const string Indent = "    ";
    private readonly string? _timeFormat;

    private TextLineFormatter(string? timeFormat) => _timeFormat = timeFormat;

    /// <summary>For a person at a terminal: the time of day.</summary>
    public static TextLineFormatter ForTerminal { get; } = new("HH:mm:ss.fff");

    /// <summary>For a file: date and time.</summary>
    public static TextLineFormatter ForFile { get; } = new("yyyy-MM-dd HH:mm:ss.fff");

    /// <summary>For the journal: a priority instead of time and level.</summary>
    public static TextLineFormatter ForJournal { get; } = new(null);

    /// <inheritdoc/>
    public void Format(LogEvent logEvent, TextWriter output)
    {
        var text = new StringBuilder(256);
        AppendPrefix(text, logEvent);
        if (LogMessage.Source(logEvent) is { Length: > 0 } source)
        {
            LogText.AppendOneLine(text, source);
            text.Append(": ");
        }

        LogText.AppendOneLine(text, LogMessage.Render(logEvent));
        text.Append('\n');
        if (logEvent.Exception is { } exception)
        {
            AppendException(text, logEvent, exception);
        }

        output.Write(text);
    }

    private void AppendPrefix(StringBuilder text, LogEvent logEvent)
    {
        if (_timeFormat is null)
        {
            AppendPriority(text, logEvent);
            return;
        }

        text.Append(logEvent.Timestamp.ToString(_timeFormat, CultureInfo.InvariantCulture))
            .Append(' ')
            .Append(LogLevels.Name(logEvent.Level))
            .Append(' ');
    }

    private static void AppendPriority(StringBuilder text, LogEvent logEvent) =>
        text.Append('<').Append(LogLevels.SyslogPriority(logEvent.Level)).Append('>');

    private void AppendException(StringBuilder text, LogEvent logEvent, Exception exception) =>
        LogText.AppendLines(
            text, exception.ToString(), _timeFormat is null ? $"<{LogLevels.SyslogPriority(logEvent.Level)}>{Indent}" : Indent);
}

using System.Text;
using Serilog.Events;
using Serilog.Parsing;

namespace Catchment.Core.Diagnostics;

/// <summary>The readable parts of a log event.</summary>
internal static class LogMessage
{
    private const string SourceProperty = "SourceContext";

    /// <summary>The service (the logger's category) that the event is from; null when it has none.</summary>
    public static string? Source(LogEvent logEvent) =>
        logEvent.Properties.TryGetValue(SourceProperty, out LogEventPropertyValue? value)
            && value is ScalarValue { Value: string source } ? source : null;

    /// <summary>The message with its values in place; texts come as they are, without quotation marks.</summary>
    public static string Render(LogEvent logEvent)
    {
        var text = new StringBuilder(128);
        using var writer = new StringWriter(text);
        foreach (MessageTemplateToken token in logEvent.MessageTemplate.Tokens)
        {
            if (token is PropertyToken property
                && logEvent.Properties.TryGetValue(property.PropertyName, out LogEventPropertyValue? value)
                && value is ScalarValue { Value: string plain })
            {
                text.Append(plain);
            }
            else
            {
                token.Render(logEvent.Properties, writer);
            }
        }

        return text.ToString();
    }
}

using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting;

namespace Catchment.Core.Diagnostics;

/// <summary>
/// Writes each event with a single call to a stream, so that the lines of processes that share it do not mix.
/// </summary>
internal sealed class StreamSink(Func<TextWriter> output, ITextFormatter formatter) : ILogEventSink
{
    private readonly Lock _gate = new();

    /// <inheritdoc/>
    public void Emit(LogEvent logEvent)
    {
        using var text = new StringWriter();
        formatter.Format(logEvent, text);
        lock (_gate)
        {
            TextWriter writer = output();
            writer.Write(text.GetStringBuilder().ToString());
            writer.Flush();
        }
    }
}

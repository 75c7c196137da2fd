using System.Text;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting;

namespace Catchment.Core.Diagnostics;

/// <summary>Writes events to a <see cref="RotatingFile"/>.</summary>
/// <param name="path">The file.</param>
/// <param name="maxBytes">Its limit in bytes; 0 for none.</param>
/// <param name="backups">How many files set aside are kept; 0 for no rotation.</param>
/// <param name="formatter">Makes the lines.</param>
/// <param name="complain">Takes one line for the operator when the file cannot be written.</param>
internal sealed class RotatingFileSink(
    string path, long maxBytes, int backups, ITextFormatter formatter, Action<string> complain) : ILogEventSink, IDisposable
{
    private readonly RotatingFile _file = new(path, maxBytes, backups, complain);

    /// <inheritdoc/>
    public void Emit(LogEvent logEvent)
    {
        using var text = new StringWriter();
        formatter.Format(logEvent, text);
        _file.Append(Encoding.UTF8.GetBytes(text.ToString()));
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}

using System.Text;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting;

namespace Catchment.Core.Diagnostics;

/// <summary>
/// Writes events to a file and sets it aside before an event would bring it to its limit: <c>file</c> becomes
/// <c>file.1</c>, that <c>file.2</c> and so on, the oldest goes. A file that cannot be written is told once on the
/// other outputs' stream and tried again with every event.
/// </summary>
internal sealed class RotatingFileSink : ILogEventSink, IDisposable
{
    private readonly string _path;
    private readonly long _maxBytes;
    private readonly int _backups;
    private readonly ITextFormatter _formatter;
    private readonly Action<string> _complain;
    private readonly Lock _gate = new();
    private FileStream? _file;
    private bool _failing;

    /// <summary>Opens the file, or makes it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="maxBytes">Its limit in bytes; 0 for none.</param>
    /// <param name="backups">How many files set aside are kept; 0 for no rotation.</param>
    /// <param name="formatter">Makes the lines.</param>
    /// <param name="complain">Takes one line for the operator when the file cannot be written.</param>
    public RotatingFileSink(string path, long maxBytes, int backups, ITextFormatter formatter, Action<string> complain)
    {
        _path = Path.GetFullPath(path);
        _maxBytes = maxBytes;
        _backups = backups;
        _formatter = formatter;
        _complain = complain;
    }

    /// <inheritdoc/>
    public void Emit(LogEvent logEvent)
    {
        using var text = new StringWriter();
        _formatter.Format(logEvent, text);
        byte[] bytes = Encoding.UTF8.GetBytes(text.ToString());
        lock (_gate)
        {
            try
            {
                Append(bytes);
                _failing = false;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                Close();
                if (!_failing)
                {
                    _failing = true;
                    _complain($"cannot write the log file '{_path}': {e.Message} Its lines are missing until it can be written again.");
                }
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            Close();
        }
    }

    private void Append(byte[] bytes)
    {
        _file ??= Open();
        if (_maxBytes > 0 && _backups > 0 && _file.Length > 0 && _file.Length + bytes.Length >= _maxBytes)
        {
            Close();
            Shift();
            _file = Open();
        }

        _file.Write(bytes);
    }

    private FileStream Open()
    {
        if (Path.GetDirectoryName(_path) is { Length: > 0 } folder)
        {
            Directory.CreateDirectory(folder);
        }

        // Unbuffered: a line is in the file when the call returns, also for a process that is killed next.
        return new FileStream(_path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
    }

    private void Shift()
    {
        for (int i = _backups - 1; i >= 1; i--)
        {
            if (File.Exists($"{_path}.{i}"))
            {
                File.Move($"{_path}.{i}", $"{_path}.{i + 1}", overwrite: true);
            }
        }

        File.Move(_path, $"{_path}.1", overwrite: true);
    }

    private void Close()
    {
        _file?.Dispose();
        _file = null;
    }
}

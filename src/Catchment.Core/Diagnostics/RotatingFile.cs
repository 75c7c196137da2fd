namespace Catchment.Core.Diagnostics;

/// <summary>
/// A file that lines are appended to, set aside before they would bring it to its limit: <c>file</c> becomes
/// <c>file.1</c>, that <c>file.2</c> and so on, the oldest goes. A file that cannot be written is told once on the
/// other outputs' stream and tried again with every line. Thread-safe.
/// </summary>
internal sealed class RotatingFile : IDisposable
{
    private readonly string _path;
    private readonly long _maxBytes;
    private readonly int _backups;
    private readonly Action<string> _complain;
    private readonly Lock _gate = new();
    private FileStream? _file;
    private bool _failing;

    /// <summary>Names the file; the first line opens it, or makes it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="maxBytes">Its limit in bytes; 0 for none.</param>
    /// <param name="backups">How many files set aside are kept; 0 for no rotation.</param>
    /// <param name="complain">Takes one line for the operator when the file cannot be written.</param>
    public RotatingFile(string path, long maxBytes, int backups, Action<string> complain)
    {
        _path = Path.GetFullPath(path);
        _maxBytes = maxBytes;
        _backups = backups;
        _complain = complain;
    }

    /// <summary>Appends the lines of one event.</summary>
    public void Append(ReadOnlySpan<byte> lines)
    {
        lock (_gate)
        {
            try
            {
                Write(lines);
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

    private void Write(ReadOnlySpan<byte> lines)
    {
        _file ??= Open();
        if (_maxBytes > 0 && _backups > 0 && _file.Length > 0 && _file.Length + lines.Length >= _maxBytes)
        {
            Close();
            Shift();
            _file = Open();
        }

        _file.Write(lines);
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

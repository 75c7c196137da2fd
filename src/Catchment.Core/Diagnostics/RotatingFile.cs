namespace Catchment.Core.Diagnostics;

/// <summary>
/// A file that lines are appended to, set aside before they would bring it to its limit: <c>file</c> becomes
/// <c>file.1</c>, that <c>file.2</c> and so on, the oldest goes. Or set aside by the clock, named by the time of its
/// beginning, and as many are kept. A file that cannot be written is told once on the
/// other outputs' stream and tried again with every line. Thread-safe.
/// </summary>
internal sealed class RotatingFile : IDisposable
{
    private readonly string _path;
    private readonly long _maxBytes;
    private readonly int _backups;
    private readonly LogRotation? _rotation;
    private readonly Action<string> _complain;
    private readonly Lock _gate = new();
    private FileStream? _file;
    private DateTime _due;
    private bool _failing;

    /// <summary>Names the file; the first line opens it, or makes it.</summary>
    /// <param name="path">The file.</param>
    /// <param name="maxBytes">Its limit in bytes; 0 for none.</param>
    /// <param name="backups">How many files set aside are kept; 0 for no rotation.</param>
    /// <param name="complain">Takes one line for the operator when the file cannot be written.</param>
    /// <param name="rotation">When it is set aside by the clock; null: by its size.</param>
    public RotatingFile(string path, long maxBytes, int backups, Action<string> complain, LogRotation? rotation = null)
    {
        _path = Path.GetFullPath(path);
        _maxBytes = maxBytes;
        _backups = backups;
        _complain = complain;
        _rotation = rotation;
    }

    /// <summary>Appends the lines of one event.</summary>
    /// <param name="lines">The lines.</param>
    /// <param name="localTime">When it was; asked only of a file that is set aside by the clock.</param>
    public void Append(ReadOnlySpan<byte> lines, DateTime localTime = default)
    {
        lock (_gate)
        {
            try
            {
                Write(lines, localTime);
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

    private void Write(ReadOnlySpan<byte> lines, DateTime localTime)
    {
        _file ??= Open(localTime);
        if (_rotation is not null)
        {
            if (localTime >= _due)
            {
                Close();
                SetAside(_rotation.NameAt(_due));
                _file = Open(localTime);
            }
        }
        else if (_maxBytes > 0 && _backups > 0 && _file.Length > 0 && _file.Length + lines.Length >= _maxBytes)
        {
            Close();
            Shift();
            _file = Open(localTime);
        }

        _file.Write(lines);
    }

    private FileStream Open(DateTime localTime)
    {
        if (Path.GetDirectoryName(_path) is { Length: > 0 } folder)
        {
            Directory.CreateDirectory(folder);
        }

        var written = new FileInfo(_path);
        _due = _rotation?.After(written is { Exists: true, Length: > 0 } && written.LastWriteTime < localTime ? written.LastWriteTime : localTime) ?? default;

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

    private void SetAside(string end)
    {
        File.Move(_path, _path + end, overwrite: true);
        if (_backups == 0)
        {
            return; // All are kept, as in Python.
        }

        IEnumerable<string> old = Directory.EnumerateFiles(Path.GetDirectoryName(_path)!, Path.GetFileName(_path) + ".*")
            .Where(f => f.StartsWith(_path, StringComparison.Ordinal) && _rotation!.IsName(f.AsSpan(_path.Length)))
            .OrderDescending(StringComparer.Ordinal)
            .Skip(_backups);
        foreach (string file in old.ToArray())
        {
            File.Delete(file);
        }
    }

    private void Close()
    {
        _file?.Dispose();
        _file = null;
    }
}

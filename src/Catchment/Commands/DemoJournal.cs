using System.Text.Json;
using Catchment.Core.Demo;

namespace Catchment.Commands;

/// <summary>A demo's journal: a file with a line of JSON for each item. A line is in the file when the next one begins, so that a killed demo loses none.</summary>
internal sealed class DemoJournal : IDemoJournal, IDisposable
{
    private readonly Lock _gate = new();
    private readonly FileStream _file;
    private bool _isClosed;

    /// <summary>Begins a journal; one that is there is written anew.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    internal DemoJournal(string path) => _file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);

    /// <inheritdoc/>
    public void Note(DemoItem item)
    {
        byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(item, DemoJson.Default.DemoItem), (byte)'\n'];
        lock (_gate)
        {
            if (!_isClosed)
                _file.Write(line);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _isClosed = true;
            _file.Dispose();
        }
    }
}

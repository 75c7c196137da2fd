using System.Text.Json;
using Catchment.Core.Demo;

namespace Catchment.Commands;

/// <summary>A demo's journal: a file with a line of JSON for each item. A line is in the file when the next one begins, so that a killed demo loses none.</summary>
internal sealed class DemoJournal : IDemoJournal, IDisposable
{
    private readonly Lock _gate = new();
    private readonly FileStream _file;
    private readonly Action<string> _tell;
    private bool _isClosed;

    /// <summary>Begins a journal; one that is there is written anew.</summary>
    /// <param name="path">The file.</param>
    /// <param name="tell">Told when it cannot be written any more.</param>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    /// <exception cref="ArgumentException">The path is none.</exception>
    internal DemoJournal(string path, Action<string> tell)
    {
        _file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
        _tell = tell;
    }

    /// <summary>Whether an item is missing in it.</summary>
    internal bool HasFailed { get; private set; }

    /// <inheritdoc/>
    public void Note(DemoItem item)
    {
        byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(item, DemoJson.Default.DemoItem), (byte)'\n'];
        lock (_gate)
        {
            if (_isClosed)
                return;
            try
            {
                _file.Write(line);
            }
            catch (IOException e)
            {
                (_isClosed, HasFailed) = (true, true);
                _tell($"the journal ends here: {e.Message}");
            }
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

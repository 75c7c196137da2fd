namespace Catchment.Core.Storage;

/// <summary>
/// Memories that files are read into by many threads, each used again and again. Few are kept, and no large one: what a large file took
/// goes back to the system with it. For many threads.
/// </summary>
public sealed class FileMemories : IDisposable
{
    private const int MostIdle = 16;
    private const int LargestIdle = 4 * 1024 * 1024;

    private readonly Stack<FileMemory> _idle = new(MostIdle);
    private bool _disposed;

    /// <summary>Takes memory; give it back with <see cref="Return"/>.</summary>
    public FileMemory Rent()
    {
        lock (_idle)
            return _idle.Count > 0 ? _idle.Pop() : new FileMemory();
    }

    /// <summary>Gives memory back.</summary>
    public void Return(FileMemory memory)
    {
        ArgumentNullException.ThrowIfNull(memory);
        lock (_idle)
        {
            if (!_disposed && _idle.Count < MostIdle && memory.Capacity <= LargestIdle)
            {
                _idle.Push(memory);
                return;
            }
        }

        memory.Dispose();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_idle)
        {
            _disposed = true;
            while (_idle.TryPop(out var memory))
                memory.Dispose();
        }
    }
}

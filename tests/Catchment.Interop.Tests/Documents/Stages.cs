using System.Collections.Concurrent;

namespace Catchment.Interop.Tests.Documents;

/// <summary>All stages, run at the first use of one, some at once: each waits for programs most of the time.</summary>
public sealed class Stages : IAsyncLifetime, IDisposable
{
    private readonly SemaphoreSlim _room = new(4);
    private readonly ConcurrentDictionary<string, Task<(IReadOnlyList<string> Run, IReadOnlyList<string> Failed, string Output)>> _played = new(StringComparer.Ordinal);

    internal async Task<(IReadOnlyList<string> Run, IReadOnlyList<string> Failed, string Output)> Played(string name)
    {
        foreach (var each in Stage.Names)
            _ = _played.GetOrAdd(each, Play);
        return await _played[name];
    }

    /// <inheritdoc/>
    public Task InitializeAsync() => Task.CompletedTask;

    /// <summary>Waits for those that nobody asked for, too.</summary>
    public Task DisposeAsync() => Task.WhenAll(_played.Values);

    /// <inheritdoc/>
    public void Dispose() => _room.Dispose();

    private async Task<(IReadOnlyList<string> Run, IReadOnlyList<string> Failed, string Output)> Play(string name)
    {
        await _room.WaitAsync();
        try
        {
            return await Task.Factory.StartNew(() => Stage.Play(name), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        }
        finally
        {
            _room.Release();
        }
    }
}

using System.Diagnostics.CodeAnalysis;

namespace Catchment.Cameras.Watcher.Sentinel;

/// <summary>
/// The jobs that are under way for us. There is room for so many, and for so many open files; the job that was heard of longest ago makes
/// room. Not safe for several threads.
/// </summary>
/// <param name="most">The most jobs.</param>
/// <param name="mostOpen">The most of them whose set is open.</param>
internal sealed class SentinelJobs(int most, int mostOpen)
{
    private readonly Dictionary<string, LinkedListNode<SentinelJob>> _byId = new(StringComparer.Ordinal);
    private readonly LinkedList<SentinelJob> _byUse = []; // longest ago first

    /// <summary>How many there are.</summary>
    internal int Count => _byId.Count;

    /// <summary>All, longest unheard of first.</summary>
    internal IEnumerable<SentinelJob> All => _byUse;

    /// <summary>Takes a job in; one that is known stays.</summary>
    /// <returns>The job that made room for it and is forgotten; null: none.</returns>
    internal SentinelJob? Add(SentinelJob job)
    {
        if (TryGet(job.Id, out _))
            return null;
        var oldest = _byId.Count >= most ? _byUse.First!.Value : null;
        if (oldest is not null)
            Remove(oldest);
        _byId.Add(job.Id, _byUse.AddLast(job));
        return oldest;
    }

    /// <summary>Finds a job, of which something was heard.</summary>
    internal bool TryGet(string id, [NotNullWhen(true)] out SentinelJob? job)
    {
        job = null;
        if (!_byId.TryGetValue(id, out var node))
            return false;
        _byUse.Remove(node);
        _byUse.AddLast(node);
        job = node.Value;
        return true;
    }

    /// <summary>Forgets a job.</summary>
    internal void Remove(SentinelJob job)
    {
        if (_byId.Remove(job.Id, out var node))
            _byUse.Remove(node);
    }

    /// <summary>Which job has to give up its open set before another may open one; null: none.</summary>
    internal SentinelJob? TooManyOpen()
    {
        var open = _byUse.Where(j => j.Set is not null);
        return open.Count() >= mostOpen ? open.First() : null;
    }
}

namespace Catchment.Core.Storage;

/// <summary>
/// Flushes the files of one folder in groups. Whoever finds the folder free commits everything that waits: the data of
/// each file, then the renames, then the folder once; the others find their file done. Under load a group grows to
/// the number of senders, and one journal commit of the file system serves them all.
/// </summary>
internal sealed class GroupCommit(int folder)
{
    private readonly Lock _queue = new();
    private readonly Lock _commit = new();
    private List<Entry> _waiting = [];
    private List<Entry> _group = [];

    /// <summary>Commits a written temporary file together with those that wait, and closes its descriptor.</summary>
    /// <returns>0, or the error number of this file (or of the folder's flush, which then holds for the whole group).</returns>
    internal int Commit(AtomicFolder owner, int descriptor, ReadOnlySpan<byte> temporary, ReadOnlySpan<byte> final)
    {
        var entry = new Entry(descriptor, temporary.ToArray(), final.ToArray());
        lock (_queue)
            _waiting.Add(entry);
        lock (_commit)
        {
            if (!entry.Done)
                CommitWaiting(owner);
        }

        return entry.Errno;
    }

    private void CommitWaiting(AtomicFolder owner)
    {
        lock (_queue)
            (_waiting, _group) = (_group, _waiting);

        foreach (var entry in _group)
        {
            entry.Errno = Linux.FlushData(entry.Descriptor);
            Linux.Close(entry.Descriptor);
        }

        foreach (var entry in _group)
        {
            if (entry.Errno == 0)
                entry.Errno = owner.Publish(entry.Temporary, entry.Final);
        }

        var errno = Linux.Flush(folder);
        foreach (var entry in _group)
        {
            if (entry.Errno == 0 && errno is not (0 or Linux.EINVAL))
                entry.Errno = errno;
            entry.Done = true;
        }

        _group.Clear();
    }

    private sealed class Entry(int descriptor, byte[] temporary, byte[] final)
    {
        internal int Descriptor { get; } = descriptor;

        internal byte[] Temporary { get; } = temporary;

        internal byte[] Final { get; } = final;

        internal int Errno { get; set; }

        internal bool Done { get; set; }
    }
}

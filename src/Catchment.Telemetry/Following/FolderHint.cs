using Catchment.Core.Storage;

namespace Catchment.Telemetry.Following;

/// <summary>Wakes when something is written in the folder of the followed files: a hint, that makes it sooner; without it they are looked at all the same.</summary>
internal sealed class FolderHint : IDisposable
{
    private readonly string _path;
    private readonly WakeUp _wake;
    private readonly FolderWatch? _watch;
    private volatile bool _hasNames;

    /// <summary>Prepares it; <see cref="Look"/> begins.</summary>
    internal FolderHint(string path, WakeUp wake)
    {
        (_path, _wake) = (path, wake);
        _watch = FolderWatch.Start(FolderChange.Written | FolderChange.Created | FolderChange.MovedInto, Hear);
    }

    /// <summary>Watches the folder that is there now.</summary>
    internal void Look()
    {
        try
        {
            using var folder = FolderHandle.Open(_path);
            if (folder is not null)
                _ = _watch?.Add(folder); // The same folder again is no second watch; without one it is looked at by the clock.
        }
        catch (StorageException)
        {
            // Who reads the folder tells of it.
        }
    }

    /// <summary>Takes whether names have come.</summary>
    internal bool TakeNames()
    {
        var hasNames = _hasNames;
        _hasNames = false;
        return hasNames;
    }

    /// <inheritdoc/>
    public void Dispose() => _watch?.Dispose();

    private void Hear(int watch, FolderChange change, ReadOnlySpan<byte> name)
    {
        if ((change & (FolderChange.Created | FolderChange.MovedInto | FolderChange.Lost)) != FolderChange.None)
            _hasNames = true;
        _wake.Set();
    }
}

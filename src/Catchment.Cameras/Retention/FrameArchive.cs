using Catchment.Core.Storage;

namespace Catchment.Cameras.Retention;

/// <summary>
/// The folder that frames are moved to, with a folder for each day. A frame is in <c>images</c> until it is whole in the archive, whenever the
/// process is killed: on one file system it is renamed; onto another it is copied under a temporary name (<c>.&lt;name&gt;.tmp</c>), flushed,
/// renamed, and only then removed. The archive itself is never made: it may be a disk that is not mounted.
/// </summary>
/// <param name="path">The archive's folder.</param>
internal sealed class FrameArchive(string path) : IDisposable
{
    private readonly FileCopy _copy = new();
    private FolderHandle? _root;
    private FolderHandle? _day;
    private bool _isChanged;

    /// <summary>Why nothing more is moved there in this round; null: nothing is wrong.</summary>
    internal string? Problem { get; private set; }

    /// <summary>Looks whether it is there.</summary>
    internal void Open() => Try(() =>
    {
        _root ??= FolderHandle.Open(path);
        if (_root is null)
            Problem = $"The archive {path} is not there. Is its disk mounted? Make that folder, or correct archive_to.";
    });

    /// <summary>Goes on to a day's folder.</summary>
    /// <param name="day">The day.</param>
    /// <param name="source">The day's folder in <c>images</c>.</param>
    internal void Begin(DateOnly day, FolderHandle source)
    {
        _day?.Dispose();
        _day = null;
        _isChanged = false;
        Open();
        if (_root is not null && Problem is null)
            Try(() => Open(_root, day, source));
    }

    /// <summary>Moves a frame.</summary>
    /// <param name="source">The day's folder in <c>images</c>.</param>
    /// <param name="name">The frame's name.</param>
    /// <param name="stop">Ends a copy; nothing is left of it.</param>
    /// <exception cref="UnreadableFrameException">The frame cannot be read.</exception>
    /// <exception cref="OperationCanceledException">It was asked to stop.</exception>
    internal ArchiveOutcome Move(FolderHandle source, ReadOnlySpan<byte> name, CancellationToken stop)
    {
        if (Problem is not null || _day is null)
            return ArchiveOutcome.Away;
        try
        {
            switch (source.Move(name, _day, name))
            {
                case MoveOutcome.Moved:
                    return ArchiveOutcome.Moved;
                case MoveOutcome.Gone:
                    return source.Facts(name) is null ? ArchiveOutcome.Gone : Fail($"The archive's folder {_day.Path} was removed.");
                case MoveOutcome.OtherMedium when _day.Facts(name) is null:
                    if (!_copy.Copy(source, _day, name, stop))
                        return ArchiveOutcome.Conflict; // Somebody took the name meanwhile.
                    break;
                default:
                    if (!_copy.AreSame(source, _day, name, stop))
                        return ArchiveOutcome.Conflict;
                    break;
            }

            _isChanged = true;
            return ArchiveOutcome.Copied;
        }
        catch (Exception e) when (e is UnauthorizedAccessException or (IOException and not UnreadableFrameException))
        {
            return Fail(e.Message);
        }
    }

    /// <summary>Brings what was copied to the medium, so that it may leave <c>images</c>.</summary>
    /// <returns>False when it could not be: nothing may leave.</returns>
    internal bool Commit()
    {
        if (_isChanged)
            Try(() => _day!.Flush());
        _isChanged = false;
        return Problem is null;
    }

    public void Dispose()
    {
        _day?.Dispose();
        _root?.Dispose();
    }

    private void Open(FolderHandle root, DateOnly day, FolderHandle source)
    {
        _day = root.MakeFolder(ParsedFrameName.NameOf(day), out var isNew);
        if (isNew)
            root.Flush();
        if (_day.Facts().IsSameAs(source.Facts()))
            Problem = $"The archive {path} is the folder of the frames itself. Correct archive_to.";
        else if (!isNew)
            Sweep(source);
    }

    /// <summary>Removes what a killed copy left: temporary files of frames that are still in <c>images</c>. Others are somebody else's, who may be at work.</summary>
    private void Sweep(FolderHandle source)
    {
        using var reader = _day!.Read();
        while (reader.TryRead(out var name))
        {
            if (name.StartsWith("."u8) && name.EndsWith(".tmp"u8) && ParsedFrameName.TryParse(name[1..^4], out _) && source.Facts(name[1..^4]) is not null)
                _day.Delete(name);
        }
    }

    private void Try(Action action)
    {
        try
        {
            action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Problem ??= e.Message;
        }
    }

    private ArchiveOutcome Fail(string problem)
    {
        Problem ??= problem;
        return ArchiveOutcome.Away;
    }
}

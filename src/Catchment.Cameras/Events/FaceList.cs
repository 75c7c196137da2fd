using System.Text;
using Catchment.Core.Hosting;
using Catchment.Core.Storage;

namespace Catchment.Cameras.Events;

/// <summary>
/// The FaceList CSV: other tools' list of faces, whose events are locked, and the events that a person keeps. It is read again whenever it
/// has changed. Safe for many threads, and for several processes at once.
/// </summary>
/// <remarks>Source: the camera specification, 9.</remarks>
/// <param name="path">The file.</param>
/// <param name="isRequired">
/// It was configured and has to be there; when it vanishes later on, the locks that were known hold. Otherwise a missing file locks nothing.
/// </param>
/// <param name="time">The clock that the file's time is compared with.</param>
public sealed class FaceList(string path, bool isRequired, TimeProvider time) : IEventLocks
{
    /// <summary>The longest file that is read, in bytes.</summary>
    public const int MaxBytes = 64 * 1024 * 1024;

    private const int Attempts = 50;

    // A file system's clock ticks in steps of up to 10 ms: two changes in one step look like one.
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);

    private readonly Lock _gate = new();
    private FileFacts? _facts;
    private FaceListContent? _content;
    private volatile string? _trouble;

    /// <summary>The file.</summary>
    public string Path { get; } = System.IO.Path.GetFullPath(path);

    /// <summary>What is wrong with the file although its locks are known, for the operator; null: nothing.</summary>
    public string? Trouble => _trouble;

    /// <summary>Reads the file, so that what is wrong with it shows at the start.</summary>
    /// <exception cref="IOException">It has to be there and is not, cannot be read, or is no FaceList.</exception>
    public void Check() => Current();

    /// <inheritdoc/>
    public string? Look()
    {
        try
        {
            Check();
            return Trouble;
        }
        catch (IOException e)
        {
            return e.Message;
        }
    }

    /// <inheritdoc/>
    public bool IsLocked(EventKey key) => Current()?.IsLocked(key) == true;

    /// <summary>Whether a person keeps the event.</summary>
    /// <exception cref="IOException">The list cannot be read.</exception>
    public bool IsKept(EventKey key) => Current()?.IsKept(key) == true;

    /// <summary>Keeps an event from being deleted: adds a record that no other tool acts upon. The file is made when it is missing.</summary>
    /// <param name="key">The event.</param>
    /// <param name="start">Its start.</param>
    /// <returns>False when it is kept already.</returns>
    /// <exception cref="IOException">The list cannot be read or replaced.</exception>
    /// <exception cref="ArgumentException">The key holds no event id.</exception>
    public bool Keep(EventKey key, DateTime start)
    {
        if (!EventNames.IsId(key.Id))
            throw new ArgumentException($"'{key.Id}' is no event id.", nameof(key));
        return Change(content => (content ?? New()) is var list && list.IsKept(key) ? null : list.With(key, start));
    }

    /// <summary>Takes back what <see cref="Keep"/> did; records of other tools stay.</summary>
    /// <returns>False when the event was not kept.</returns>
    /// <exception cref="IOException">The list cannot be read or replaced.</exception>
    public bool GiveUp(EventKey key) => Change(content => content?.IsKept(key) == true ? content.Without(key) : null);

    private static FaceListContent New() => new(Encoding.ASCII.GetBytes(FaceListContent.Header + "\n"));

    private FaceListContent? Current()
    {
        lock (_gate)
        {
            var facts = SharedFile.Facts(Path);
            if (facts is null)
                return Missing();
            if (facts != _facts || _content is null)
                Read(facts.Value);
            return _content;
        }
    }

    private FaceListContent? Missing()
    {
        if (!isRequired)
        {
            (_facts, _content, _trouble) = (null, null, null);
            return null;
        }

        if (_content is null)
            throw new IOException($"The FaceList '{Path}' is not there. Correct 'facefile', or make the file with this first line: {FaceListContent.Header}");
        _facts = null;
        _trouble = $"The FaceList '{Path}' has gone; the locks that were known hold. Bring it back.";
        return _content;
    }

    private void Read(FileFacts facts)
    {
        for (var attempt = 1; attempt <= Attempts; attempt++)
        {
            var bytes = SharedFile.Read(Path, MaxBytes);
            // Also a file that another tool is just writing over, and that holds half of its records now.
            if (time.GetUtcNow() - DateTimeOffset.UnixEpoch - TimeSpan.FromTicks(facts.Modified / TimeSpan.NanosecondsPerTick) < Step)
                Thread.Sleep(Step);
            var after = SharedFile.Facts(Path);
            if (after == facts)
            {
                Take(bytes, facts);
                return;
            }

            facts = after ?? throw new IOException($"The FaceList '{Path}' has gone while it was read.");
        }

        throw new IOException($"The FaceList '{Path}' changes all the time; nobody knows what it will say.");
    }

    private void Take(byte[] bytes, FileFacts facts)
    {
        try
        {
            var content = new FaceListContent(bytes);
            (_content, _facts) = (content, facts);
            _trouble = content.Unusable == 0 ? null : $"{content.Unusable} records of the FaceList '{Path}' have no date or no event and lock nothing.";
        }
        catch (FormatException e)
        {
            _facts = null;
            throw new IOException($"The FaceList '{Path}' is damaged: {e.Message}. Until it is right nothing is deleted.", e);
        }
    }

    private bool Change(Func<FaceListContent?, byte[]?> change)
    {
        lock (_gate)
        {
            if (Changed(change, Current()) is null)
                return false;
            if (_content is null)
                Directory.CreateDirectory(System.IO.Path.GetDirectoryName(Path)!);
            using var claim = Claim();
            for (var attempt = 1; attempt <= Attempts; attempt++)
            {
                var content = Current();
                if (isRequired && _facts is null)
                    throw new IOException(_trouble);
                if (Changed(change, content) is not { } bytes)
                    return false;
                if (!SharedFile.TryReplace(Path, _facts, bytes))
                    continue; // Another program wrote it meanwhile: what it wrote stays.
                Current();
                return true;
            }

            throw new IOException($"The FaceList '{Path}' changes all the time; try again later.");
        }
    }

    private byte[]? Changed(Func<FaceListContent?, byte[]?> change, FaceListContent? content)
    {
        try
        {
            return change(content);
        }
        catch (FormatException e)
        {
            throw new IOException($"The FaceList '{Path}' cannot be added to: {e.Message}.", e);
        }
    }

    /// <summary>Keeps other processes of ours out while the file is replaced.</summary>
    private FileLock Claim()
    {
        var file = System.IO.Path.Combine(System.IO.Path.GetDirectoryName(Path)!, $".{System.IO.Path.GetFileName(Path)}.lock");
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return FileLock.Take(file, holder => $"The FaceList '{Path}' is just being changed by {holder}.");
            }
            catch (StateFolderException) when (attempt < Attempts)
            {
                Thread.Sleep(Step);
            }
            catch (StateFolderException e)
            {
                throw new IOException(e.Message, e);
            }
        }
    }
}

using System.Text;
using Catchment.Core.Diagnostics;
using Catchment.Core.Storage;
using Catchment.Protocols.Flatlogs;
using Catchment.Telemetry.Schema;
using Microsoft.Extensions.Logging;

namespace Catchment.Telemetry.Following;

/// <summary>
/// Follows the files of one device: reads what is written to the newest one as soon as an entry is whole, and goes on with the next one when there is
/// no more to come. An entry that cannot be stored keeps none of the others from it. For one thread. Source: <c>telemetry</c> 11.3, D1, D2, D15.
/// </summary>
internal sealed partial class Follower : IDisposable
{
    /// <summary>How long a file that cannot be read is left alone (D15), and how long the rest of a last entry is waited for when there is a newer file.</summary>
    internal static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    /// <summary>How long a file that cannot be read keeps a newer one of its device waiting; what is left of it is for a backfill then.</summary>
    internal static readonly TimeSpan MostPatience = TimeSpan.FromMinutes(1);

    private readonly string _folder;
    private readonly FlatlogTypeTable _types;
    private readonly TelemetryJournal _journal;
    private readonly TimeProvider _time;
    private readonly Queue<string> _next = new();
    private string? _name; // of the file that is followed
    private FileStream? _file;
    private FileFacts? _facts; // of the file that was open last under its name
    private FlatlogReader? _reader;
    private long _offset; // where reading has to go on while no file is open
    private long _skipped; // entries of this file that were left out
    private bool _isReplaced;
    private long? _pausedAt;
    private long? _troubledAt;
    private bool _isNoted; // where it began, or has come to
    private long? _tornAt;
    private long _tornLength;

    /// <summary>Follows a device from a place on.</summary>
    /// <param name="device">The device.</param>
    /// <param name="folder">The folder of its files.</param>
    /// <param name="types">The event codes that are known.</param>
    /// <param name="journal">Is told what is left out.</param>
    /// <param name="time">The clock.</param>
    /// <param name="from">Where an earlier run ended; null: with the first file that is offered, from its beginning.</param>
    internal Follower(string device, string folder, FlatlogTypeTable types, TelemetryJournal journal, TimeProvider time, FollowedPosition? from)
    {
        (Device, _folder, _types, _journal, _time) = (device, folder, types, journal, time);
        if (from is { } position)
            (_name, _offset, Newest, _isNoted) = (position.File, position.Offset, position.File, true);
    }

    /// <summary>The device.</summary>
    internal string Device { get; }

    /// <summary>The last of its files that is known, in their order by name; empty: none is.</summary>
    internal string Newest { get; private set; } = "";

    /// <summary>Its file cannot be read at present.</summary>
    internal bool IsInTrouble => _pausedAt is not null;

    /// <summary>There is a further file, behind <see cref="Newest"/>.</summary>
    internal void Offer(string name)
    {
        _next.Enqueue(name);
        Newest = name;
    }

    /// <summary>Looks whether the name of the followed file leads to another one by now.</summary>
    /// <param name="folder">The folder of its files.</param>
    internal void Check(FolderHandle folder)
    {
        try
        {
            if (_file is not null && folder.TargetFacts(Encoding.UTF8.GetBytes(_name!)) is { Kind: FileKind.File } facts)
                _isReplaced |= _facts is { } open && !facts.IsSameAs(open);
        }
        catch (StorageException)
        {
            // A link that leads to itself: the file that is open is read on.
        }
    }

    /// <summary>Reads entries.</summary>
    /// <param name="round">Gets their rows.</param>
    /// <param name="most">No more entries than these.</param>
    /// <returns>Whether there may be more at once.</returns>
    internal bool Read(Round round, int most)
    {
        if (_pausedAt is { } since && _time.GetElapsedTime(since) < Patience)
            return false;
        try
        {
            var hasMore = ReadFiles(round, most);
            (_pausedAt, _troubledAt) = (null, null);
            return hasMore;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _journal.InTheWay(TelemetryTrouble.Followed, $"A followed file cannot be read; it is tried again, and those of other devices are read on. {e.Message}");
            _pausedAt = _time.GetTimestamp();
            _troubledAt ??= _pausedAt;
            Close();
            if (_name is not null && _next.Count > 0 && _time.GetElapsedTime(_troubledAt.Value) >= MostPatience && IsFolderThere())
                GiveUp(e.Message);
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Close();

    private bool ReadFiles(Round round, int most)
    {
        while (_reader is not null || Open(round))
        {
            var before = _reader!.Position;
            var step = ReadEntries(round, ref most);
            if (_reader.Position != before)
                round.Reach(new FollowedPosition(Device, _name!, _reader.Position), _reader.Position - before);
            if (step is FlatlogStep.Entry or FlatlogStep.Oversized)
                return true;
            if (!IsCut() && !IsOver(step, round))
                return false;
        }

        return false;
    }

    /// <summary>Reads on to the end of what is there, or as far as the round has room.</summary>
    private FlatlogStep ReadEntries(Round round, ref int most)
    {
        var step = FlatlogStep.Entry;
        while (step is FlatlogStep.Entry or FlatlogStep.Oversized && most-- > 0 && !round.IsFull)
        {
            step = _reader!.Read();
            if (step == FlatlogStep.Entry)
                Take(_reader.Entry, round);
            else if (step == FlatlogStep.Oversized)
                Skip(SkipReason.Oversized, _reader.Entry);
        }

        return step;
    }

    private void Take(FlatlogEntry entry, Round round)
    {
        var fault = FlatlogRow.Write(_types, entry, round.Batch, out var row);
        if (fault == FlatlogFault.None && !ObservationName.IsTooLong(Device, round.Batch.Pending))
        {
            round.Add(Device, row.Microseconds, row.EventCode);
            return;
        }

        round.Batch.Drop();
        if (fault != FlatlogFault.Hidden)
        {
            Skip(
                fault switch
                {
                    FlatlogFault.None => SkipReason.Refused, // It would take the whole round with it, at every try.
                    FlatlogFault.UnknownCode => SkipReason.UnknownCode,
                    FlatlogFault.Unverified => SkipReason.Damaged,
                    FlatlogFault.DamagedTime => SkipReason.DamagedTime,
                    _ => SkipReason.Oversized,
                },
                entry);
        }
    }

    /// <summary>Opens the file that is to be followed where reading has to go on, or the next one when it is gone.</summary>
    private bool Open(Round round)
    {
        while (_name is not null || _next.TryDequeue(out _name))
        {
            using var folder = FolderHandle.Open(_folder);
            if (folder is null)
                return false; // A disk that is away for a moment: its files are not gone.
            var name = Encoding.UTF8.GetBytes(_name);
            if (folder.TargetFacts(name) is { Kind: FileKind.File } facts)
            {
                // Without a lock where it is no link: it is the writer's.
                _file = folder.Facts(name) is { Kind: FileKind.File }
                    ? new FileStream(folder.OpenFile(name), FileAccess.Read, bufferSize: 0)
                    : new FileStream(Path.Combine(_folder, _name), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
                if (_facts is { } before && !facts.IsSameAs(before))
                {
                    LogReplaced(_journal.Log, Shown);
                    _offset = 0;
                    round.Reach(new FollowedPosition(Device, _name, 0), 0);
                }

                _facts = facts;
                if (_file.Length < _offset)
                    BeginAnew();
                if (!_isNoted)
                    round.Begin(new FollowedPosition(Device, _name, _offset));
                _isNoted = true;
                _file.Position = _offset;
                _reader = new FlatlogReader(_file, _offset);
                return true;
            }

            // Gone, and nobody can say what was in it. One that this run or an earlier one has begun may come back.
            if (_next.Count == 0)
                return false;
            Leave();
        }

        return false;
    }

    /// <summary>Whether the file was cut behind what was read of it; it is read anew then.</summary>
    private bool IsCut()
    {
        if (_file!.Length >= _reader!.Position + _reader.TailLength)
            return false;
        _offset = _reader.Position;
        if (_file.Length < _offset)
            BeginAnew();
        Close(keepOffset: true);
        return true;
    }

    /// <summary>Whether no more will come in this file; the next one is to be read then.</summary>
    private bool IsOver(FlatlogStep step, Round round)
    {
        if (_next.Count == 0 && !_isReplaced)
            return false;

        // The writer closes a file before it makes the next one, so that what was read last is its end. Should the last entry lack its rest
        // nonetheless, it gets a little time.
        if (step == FlatlogStep.Incomplete)
        {
            if (_tornAt is not { } since || _tornLength != _reader!.TailLength)
            {
                (_tornAt, _tornLength) = (_time.GetTimestamp(), _reader!.TailLength);
                return false;
            }

            if (_time.GetElapsedTime(since) < Patience)
                return false;
            _journal.Skip(SkipReason.Torn);
            LogTorn(_journal.Log, Shown, _reader.Position, _reader.TailLength);
        }

        if (_isReplaced)
        {
            Close(); // Who opens it again sees that it is another.
        }
        else
        {
            Leave();
            _name = _next.Dequeue();
            round.Reach(new FollowedPosition(Device, _name, 0), 0);
        }

        return true;
    }

    private void Skip(SkipReason reason, FlatlogEntry entry)
    {
        _journal.Skip(reason);
        if (_skipped++ == 0)
            LogSkipped(_journal.Log, Shown, entry.Offset, entry.Header.Code, reason);
    }

    /// <summary>Whether it is the one file that is in trouble, and not all of them.</summary>
    private bool IsFolderThere()
    {
        try
        {
            using var folder = FolderHandle.Open(_folder);
            return folder is not null;
        }
        catch (StorageException)
        {
            return false;
        }
    }

    /// <summary>Leaves a file that cannot be read to a backfill, for the sake of a newer one.</summary>
    private void GiveUp(string reason)
    {
        _journal.Skip(SkipReason.Unreadable);
        LogGivenUp(_journal.Log, Shown, _offset, LogText.OneLine(reason));
        Leave();
        (_pausedAt, _troubledAt) = (null, null);
    }

    /// <summary>Is done with a file.</summary>
    private void Leave()
    {
        if (_skipped > 1)
            LogSkippedAll(_journal.Log, Shown, _skipped);
        Close();
        (_name, _offset, _skipped, _facts) = (null, 0, 0, null);
    }

    private void BeginAnew()
    {
        LogCut(_journal.Log, Shown, _offset);
        _offset = 0;
    }

    private void Close(bool keepOffset = false)
    {
        if (_reader is not null && !keepOffset)
            _offset = _reader.Position;
        _reader?.Dispose();
        _file?.Dispose();
        (_reader, _file, _tornAt, _isReplaced) = (null, null, null, false);
    }

    private string Shown => LogText.OneLine(Path.Combine(_folder, _name!));

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Path}: the entry of event code {Code} at byte {Offset} is left out ({Reason}); further ones of this file are counted")]
    private static partial void LogSkipped(ILogger logger, string path, long offset, ushort code, SkipReason reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Path}: {Count} entries were left out")]
    private static partial void LogSkippedAll(ILogger logger, string path, long count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Path}: the last entry, at byte {Offset}, is incomplete, and there is a newer file: its {Length} bytes are left out")]
    private static partial void LogTorn(ILogger logger, string path, long offset, long length);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Path}: was cut before byte {Offset}, up to which it has been read; it is read from its beginning")]
    private static partial void LogCut(ILogger logger, string path, long offset);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Path}: cannot be read from byte {Offset} on, and there is a newer file: a backfill has to read it. {Reason}")]
    private static partial void LogGivenUp(ILogger logger, string path, long offset, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Path}: is another file by now; it is read from its beginning")]
    private static partial void LogReplaced(ILogger logger, string path);
}

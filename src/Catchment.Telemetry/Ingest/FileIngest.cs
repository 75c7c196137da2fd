using System.Data.Common;
using System.Text;
using Catchment.Core.Databases;
using Catchment.Core.Diagnostics;
using Catchment.Core.Storage;
using Catchment.Protocols.Flatlogs;
using Catchment.Telemetry.Schema;
using Catchment.Telemetry.Settings;
using Microsoft.Extensions.Logging;

namespace Catchment.Telemetry.Ingest;

/// <summary>
/// Reads one telemetry file after another into the database, over a connection that it keeps. Rows and record of a file are one transaction; one
/// that the database could not finish is repeated from the file's beginning. For one thread. Source: <c>telemetry</c> 10.
/// </summary>
/// <param name="settings">What it runs with.</param>
/// <param name="database">The database.</param>
/// <param name="copies">Where copies are of files that are not; null: nowhere.</param>
/// <param name="clock">The clock.</param>
/// <param name="logger">Its log.</param>
internal sealed partial class FileIngest(TelemetrySettings settings, TelemetryDatabase database, CopiesAtHand? copies, TimeProvider clock, ILogger logger) : IDisposable
{
    /// <summary>Linux stamps files with the time of its last tick, of which there are at least 100 in a second. In microseconds.</summary>
    private const long FileClockLag = 10_000;

    private readonly TransactionRetry _retry = new(clock, logger);
    private RowLoader? _loader;

    /// <summary>Reads a file.</summary>
    /// <param name="path">Where it lies.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <param name="origin">What it is recorded as, up to its time of modification; null: where it lies, as it is now.</param>
    /// <param name="isRecordable">Whether it may have an ingest record.</param>
    /// <exception cref="DbException">The database stays away, or lets nobody write.</exception>
    /// <exception cref="OperationCanceledException">It was ended; nothing of this file is stored.</exception>
    internal IngestedFile Read(string path, CancellationToken cancellation, FileOrigin? origin = null, bool isRecordable = true)
    {
        var shown = LogText.OneLine(path);
        try
        {
            var name = FlatlogName.Parse(path);
            if (name.Device is null || ColumnWidths.Characters(name.Device) > ColumnWidths.Device)
            {
                var why = name.Device is null ? "its name has no _ behind a device" : $"its device has more than {ColumnWidths.Device} characters";
                LogNameless(logger, shown, why);
                return new IngestedFile(FileEnd.Nameless) { Reason = why };
            }

            var isThere = IsThere(path);
            var copy = isThere ? null : copies?.Of(path, cancellation);
            if (!isThere && copy is null)
            {
                LogMissing(logger, shown);
                return new IngestedFile(FileEnd.Missing);
            }

            if (copy is not null)
            {
                var place = LogText.OneLine(copy.Path);
                LogCopy(logger, shown, place);
            }

            var reading = new Reading(path, copy?.Path ?? path, origin?.Path ?? path, origin?.Modified ?? copy?.Modified, isRecordable, shown, name);
            return _retry.Run(() => Attempt(reading, cancellation), cancellation);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            LogMissing(logger, shown);
            return new IngestedFile(FileEnd.Missing);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or DbException && !Database.IsAway(e) && !(e is DbException && Database.IsForbidden(e)))
        {
            LogFailed(logger, shown, e);
            return new IngestedFile(FileEnd.Failed) { Reason = e.Message };
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _loader?.Dispose();

    /// <summary>Looks before opening: to open a pipe would wait for its writer.</summary>
    private static bool IsThere(string path)
    {
        var slash = path.LastIndexOf('/');
        var name = Encoding.UTF8.GetBytes(path[(slash + 1)..]);
        if (name.Length is 0 or > FolderHandle.MaxNameBytes)
            return false;
        using var folder = FolderHandle.Open(slash < 0 ? "." : path[..(slash + 1)]);
        return folder?.TargetFacts(name) is { } facts && (facts.Kind == FileKind.File ? true : throw new IOException("it is no regular file"));
    }

    private IngestedFile Attempt(Reading reading, CancellationToken cancellation)
    {
        try
        {
            _loader ??= database.Tables.Loader(database.Connect, clock);
            return Store(_loader, reading, cancellation);
        }
        catch
        {
            // What state the connection is in nobody knows: the next one is new.
            _loader?.Dispose();
            _loader = null;
            throw;
        }
    }

    private IngestedFile Store(RowLoader loader, Reading reading, CancellationToken cancellation)
    {
        var now = Instant.Now(clock);
        var (name, shown) = (reading.Name, reading.Shown);
        using var file = new FileStream(reading.Place, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        using var source = EntrySource.Of(reading.Path, name.Device!, file, settings.Types);
        long entries = 0;
        loader.Begin(name.Device!);
        while (source.Read(loader.Batch))
        {
            entries++;
            if (!loader.Batch.IsFull)
                continue;
            cancellation.ThrowIfCancellationRequested();
            loader.Send();
        }

        // Who reads a copy knows nothing of what its original was given since the copy's time.
        var readAt = reading.Modified ?? ReadAt(now, File.GetLastWriteTimeUtc(file.SafeFileHandle));
        var isRecorded = reading.IsRecordable && source.Tail is null && name.StartMicroseconds is not null;
        var rows = loader.Finish(isRecorded ? new IngestRecord(name.StartMicroseconds!.Value, name.Device!, readAt, settings.Hostname, reading.Origin) : null);
        if (source.Skipped.Count > 0)
            LogSkipped(logger, shown, source.Skipped.Count, source.Skipped.ToString());
        if (source.Tail is not null)
            LogTorn(logger, shown, source.Tail);
        if (name.StartMicroseconds is null)
            LogTimeless(logger, shown);
        return new IngestedFile(isRecorded ? FileEnd.Recorded : FileEnd.Unrecorded)
        {
            Rows = rows,
            Entries = entries,
            Skipped = source.Skipped.Count,
            Bytes = file.Position,
            IsFromCopy = reading.Place != reading.Path,
            Tail = source.Tail,
            Reason = source.Skipped.Count > 0 ? source.Skipped.ToString() : null,
        };
    }

    /// <summary>
    /// When the file was read, so that whatever is written to it later makes it newer than that: before it was opened, and by as much as the
    /// file system's clock may lag behind, but not before it was last written.
    /// </summary>
    private static long ReadAt(long opened, DateTime written) => long.Min(opened, long.Max(opened - FileClockLag, Instant.OfFile((written - DateTime.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick) + 1));

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Path}: left out: {Reason}")]
    private static partial void LogNameless(ILogger logger, string path, string reason);

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Path}: no longer there; read from its copy {Copy}")]
    private static partial void LogCopy(ILogger logger, string path, string copy);

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Path}: no longer there")]
    private static partial void LogMissing(ILogger logger, string path);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Path}: {Count} entries left out: {Reasons}")]
    private static partial void LogSkipped(ILogger logger, string path, long count, string reasons);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Path}: {Tail}; what is before it is stored, and the file is read again the next time")]
    private static partial void LogTorn(ILogger logger, string path, string tail);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Path}: its name has no time; its rows are stored, and the file is read again the next time")]
    private static partial void LogTimeless(ILogger logger, string path);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Path}: not read")]
    private static partial void LogFailed(ILogger logger, string path, Exception error);

    /// <summary>What is read.</summary>
    /// <param name="Path">The file, whose name tells what it is.</param>
    /// <param name="Place">Where its content is read: there, or from a copy.</param>
    /// <param name="Origin">The path that its record has.</param>
    /// <param name="Modified">Of what is a copy: the time of the version that it is a copy of. Microseconds since 1970.</param>
    /// <param name="IsRecordable">Whether it may have a record.</param>
    /// <param name="Shown">The path as a log may have it.</param>
    /// <param name="Name">The name's parts.</param>
    private sealed record Reading(string Path, string Place, string Origin, long? Modified, bool IsRecordable, string Shown, FlatlogName Name);
}

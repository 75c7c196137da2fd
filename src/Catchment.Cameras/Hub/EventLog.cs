using System.Buffers;
using System.Globalization;
using System.Text;
using Catchment.Cameras.Catalog.Recording;
using Catchment.Core.Storage;

namespace Catchment.Cameras.Hub;

/// <summary>
/// <c>logs/imagehub.log</c>: one line an event, <c>YYYY-MM-DD HH:MM:SS,mmm ~ text</c>, in local time. When the day changes the
/// file gets the suffix <c>.YYYY-MM-DD</c> of the day it covers; 995 such files are kept. Line breaks inside a text are
/// written <c>\n</c>, so that nobody forges a line. A line is in the file when <see cref="Append(ReadOnlySpan{byte})"/> returns.
/// </summary>
/// <remarks>Source: the camera specification, 3.3.</remarks>
public sealed class EventLog : IDisposable
{
    /// <summary>How many files of past days are kept.</summary>
    public const int FilesKept = 995;

    private const string FileName = "imagehub.log";
    private const int StampBytes = 26; // "2018-12-30 08:18:31,809 ~ "

    private readonly Lock _lock = new();
    private readonly string _folder;
    private readonly Durability _durability;
    private readonly TimeProvider _time;
    private readonly ICatalogRecorder? _recorder;
    private AppendLog? _file;
    private DateOnly _day;
    private DateOnly _openedDay;
    private DateTime _lastStamp;
    private long _ordinal;
    private bool _closed;

    /// <summary>Opens the log in a folder that exists.</summary>
    /// <param name="folder">The folder <c>logs</c>.</param>
    /// <param name="durability">Synced: a line is on the medium when its append returns.</param>
    /// <param name="time">The clock.</param>
    /// <param name="recorder">Told of every line that is in the file; null: nobody.</param>
    /// <exception cref="StorageException">The file cannot be opened.</exception>
    internal EventLog(string folder, Durability durability, TimeProvider time, ICatalogRecorder? recorder = null)
    {
        _recorder = recorder;
        _folder = folder;
        _durability = durability;
        _time = time;
        var path = Path.Combine(folder, FileName);
        var today = Today();
        _day = File.Exists(path) ? DateOnly.FromDateTime(TimeZoneInfo.ConvertTimeFromUtc(File.GetLastWriteTimeUtc(path), time.LocalTimeZone)) : today;
        if (LacksLineEnd(path))
            Reopen().Write("\n"u8); // A power cut left half a line: the next one does not grow on it.
        else
            Reopen();
        RotateIfDue();
    }

    /// <summary>Writes one line.</summary>
    /// <param name="text">The text, UTF-8.</param>
    /// <exception cref="StorageException">It could not be written.</exception>
    public void Append(ReadOnlySpan<byte> text)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(StampBytes + (2 * text.Length) + 1);
        try
        {
            AppendLog file;
            DateTime now;
            int length;
            long ordinal;
            lock (_lock)
            {
                ObjectDisposedException.ThrowIf(_closed, this);
                now = Now();
                try
                {
                    RotateTo(DateOnly.FromDateTime(now));
                }
                catch (Exception e) when (e is IOException or UnauthorizedAccessException)
                {
                    // The line is worth more than the file's name: yesterday's file takes it, and RotateIfDue tells of the trouble.
                }

                Opening(DateOnly.FromDateTime(now));
                file = _file ?? Reopen();
                length = WriteStamp(now, buffer);
                length += WriteOneLine(text, buffer.AsSpan(length));
                buffer[length++] = (byte)'\n';
                file.Write(buffer.AsSpan(0, length));
                ordinal = OrdinalOf(now);
            }

            try
            {
                file.Flush();
            }
            finally
            {
                _recorder?.Line(now, ordinal, buffer.AsSpan(StampBytes..(length - 1))); // It is in the file, flushed or not.
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <inheritdoc cref="Append(ReadOnlySpan{byte})"/>
    public void Append(string text) => Append(Encoding.UTF8.GetBytes(text));

    /// <summary>Starts a new file when the day has changed, also while no event comes; opens it anew when it was removed or moved away.</summary>
    /// <exception cref="StorageException">The file cannot be opened.</exception>
    public void RotateIfDue()
    {
        lock (_lock)
        {
            if (_closed)
                return;
            RotateTo(Today());
            if (_file is { } file && !File.Exists(file.Path))
                Reopen();
        }
    }

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        lock (_lock)
        {
            _closed = true;
            _file?.Dispose();
        }
    }

    private static bool LacksLineEnd(string path)
    {
        if (!File.Exists(path))
            return false;
        using var file = File.OpenRead(path);
        if (file.Length == 0)
            return false;
        file.Seek(-1, SeekOrigin.End);
        return file.ReadByte() != '\n';
    }

    private static int WriteStamp(DateTime time, Span<byte> destination)
    {
        time.TryFormat(destination, out var written, "yyyy-MM-dd HH:mm:ss,fff", CultureInfo.InvariantCulture);
        " ~ "u8.CopyTo(destination[written..]);
        return written + 3;
    }

    /// <summary>Copies a text, each line break (of those that any reader takes for one) as <c>\n</c>.</summary>
    private static int WriteOneLine(ReadOnlySpan<byte> text, Span<byte> destination)
    {
        var length = 0;
        while (!text.IsEmpty)
        {
            var breakBytes = LineBreakBytes(text);
            if (breakBytes == 0)
            {
                destination[length++] = text[0];
                text = text[1..];
            }
            else
            {
                destination[length++] = (byte)'\\';
                destination[length++] = (byte)'n';
                text = text[breakBytes..];
            }
        }

        return length;
    }

    /// <summary>The bytes of the line break at the start, or 0: CR LF, LF, VT, FF, CR, FS to RS, NEL (C2 85), LS and PS (E2 80 A8/A9).</summary>
    private static int LineBreakBytes(ReadOnlySpan<byte> text) => text[0] switch
    {
        (byte)'\r' when text.Length > 1 && text[1] == (byte)'\n' => 2,
        >= 0x0A and <= 0x0D or >= 0x1C and <= 0x1E => 1,
        0xC2 when text.Length > 1 && text[1] == 0x85 => 2,
        0xE2 when text.Length > 2 && text[1] == 0x80 && text[2] is 0xA8 or 0xA9 => 3,
        _ => 0,
    };

    /// <summary>The time of a line, to the millisecond.</summary>
    private DateTime Now()
    {
        var now = _time.GetLocalNow().DateTime;
        return now.AddTicks(-(now.Ticks % TimeSpan.TicksPerMillisecond));
    }

    private void Opening(DateOnly day)
    {
        if (day == _openedDay)
            return;
        _recorder?.Opening(day);
        _openedDay = day;
    }

    /// <summary>The place of the line just written among those of its stamp that follow one another in the file.</summary>
    private long OrdinalOf(DateTime stamp)
    {
        _ordinal = stamp == _lastStamp ? _ordinal + 1 : 0;
        _lastStamp = stamp;
        return _ordinal;
    }

    private DateOnly Today() => DateOnly.FromDateTime(_time.GetLocalNow().DateTime);

    private AppendLog Reopen()
    {
        _file?.Dispose();
        _file = null;
        _lastStamp = default;
        _file = AppendLog.Open(Path.Combine(_folder, FileName), _durability);
        return _file;
    }

    private void RotateTo(DateOnly today)
    {
        if (today <= _day)
            return; // A clock that was set back writes on in the same file.
        var current = Path.Combine(_folder, FileName);
        var past = current + "." + _day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        _file?.Dispose();
        _file = null;
        if (new FileInfo(current) is { Exists: true, Length: > 0 })
            MoveAway(current, past);
        _day = today;
        Reopen();
        RemoveOldest();
    }

    private static void MoveAway(string current, string past)
    {
        if (!File.Exists(past))
        {
            File.Move(current, past);
            return;
        }

        // The day was closed before (its file was touched, or the clock set back): nothing of it is lost.
        using (var source = File.OpenRead(current))
        using (var destination = new FileStream(past, FileMode.Append))
            source.CopyTo(destination);
        File.Delete(current);
    }

    private void RemoveOldest()
    {
        var past = Directory.GetFiles(_folder, FileName + ".*").Where(IsPastDay).ToArray();
        Array.Sort(past, StringComparer.Ordinal);
        foreach (var file in past.AsSpan(0, Math.Max(0, past.Length - FilesKept)))
            File.Delete(file);
    }

    private static bool IsPastDay(string path) =>
        DateOnly.TryParseExact(Path.GetExtension(path.AsSpan()), ".yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
}

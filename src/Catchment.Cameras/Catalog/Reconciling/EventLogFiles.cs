using System.Buffers;

namespace Catchment.Cameras.Catalog.Reconciling;

/// <summary>Reads the event log's files, line by line.</summary>
/// <remarks>Source: the camera specification, 3.3.</remarks>
/// <param name="folder">The folder <c>logs</c>.</param>
internal sealed class EventLogFiles(string folder)
{
    private const string Current = "imagehub.log";

    /// <summary>Longer lines are no event messages: a message's header is shorter.</summary>
    private const int LongestLine = 4 << 20;

    private SortedDictionary<DateOnly, HashSet<string>>? _filesOf;

    /// <summary>What is done with a line: its stamp, its place among the lines of that stamp, its text.</summary>
    internal delegate void LineReader(DateTime time, long ordinal, ReadOnlySpan<byte> text);

    /// <summary>Reads all files, to know the days of their lines, and which file has lines of which day.</summary>
    internal IReadOnlyList<DateOnly> Days()
    {
        var files = new SortedDictionary<DateOnly, HashSet<string>>();
        foreach (var file in Files())
        {
            DateOnly? last = null;
            Read(file, (time, _, _) =>
            {
                var day = DateOnly.FromDateTime(time);
                if (day == last)
                    return;
                last = day;
                if (!files.TryGetValue(day, out var names))
                    files.Add(day, names = new HashSet<string>(StringComparer.Ordinal));
                names.Add(file);
            });
        }

        _filesOf = files;
        return [.. files.Keys];
    }

    /// <summary>
    /// Reads the lines of a day: in the current file, its own, its neighbours', and, once <see cref="Days"/> was asked, wherever else some are: a
    /// clock that was set back writes on in the same file.
    /// </summary>
    internal void ReadDay(DateOnly day, LineReader line)
    {
        // The current one first: if it is rotated meanwhile, its lines are met again under its new name, and are the same events.
        string[] likely = [Path.Combine(folder, Current), .. new[] { -1, 0, 1 }.Select(d => Path.Combine(folder, $"{Current}.{FrameFile.DayName(day.AddDays(d))}"))];
        foreach (var path in likely.Union(_filesOf?.GetValueOrDefault(day) ?? [], StringComparer.Ordinal).Where(File.Exists))
        {
            Read(path, (time, ordinal, text) =>
            {
                if (DateOnly.FromDateTime(time) == day)
                    line(time, ordinal, text);
            });
        }
    }

    private IEnumerable<string> Files() =>
        Directory.Exists(folder) ? Directory.EnumerateFiles(folder, Current + "*").Where(IsOfLog) : [];

    private static bool IsOfLog(string path)
    {
        var name = Path.GetFileName(path.AsSpan());
        return name.SequenceEqual(Current) || (name.Length > Current.Length && name[Current.Length] == '.' && FrameFile.TryParseDay(name[(Current.Length + 1)..], out _));
    }

    private static void Read(string path, LineReader line)
    {
        FileStream file;
        try
        {
            file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1);
        }
        catch (FileNotFoundException)
        {
            return; // rotated or removed in between
        }

        using (file)
            Read(file, line);
    }

    private static void Read(FileStream file, LineReader line)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        try
        {
            var held = 0;
            DateTime last = default;
            long ordinal = 0;
            while (true)
            {
                if (held == buffer.Length && !TryGrow(ref buffer))
                    held = 0; // no line of ours; its rest is passed over, for it has no stamp
                var read = file.Read(buffer.AsSpan(held));
                if (read == 0)
                    return; // what has no line end was not written whole
                held += read;
                var rest = buffer.AsSpan(0, held);
                for (var end = rest.IndexOf((byte)'\n'); end >= 0; end = rest.IndexOf((byte)'\n'))
                {
                    if (EventLine.TrySplit(rest[..end], out var time, out var text))
                    {
                        ordinal = time == last ? ordinal + 1 : 0;
                        last = time;
                        line(time, ordinal, text);
                    }

                    rest = rest[(end + 1)..];
                }

                held = rest.Length;
                rest.CopyTo(buffer);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static bool TryGrow(ref byte[] buffer)
    {
        if (buffer.Length >= LongestLine)
            return false;
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = larger;
        return true;
    }
}

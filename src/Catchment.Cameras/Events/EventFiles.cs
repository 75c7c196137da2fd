using System.Buffers.Text;
using System.Text;
using Catchment.Cameras.Events.Csv;
using Catchment.Core.Storage;

namespace Catchment.Cameras.Events;

/// <summary>Reads indexes, tracking sets and pictures below two root folders. No link is followed below the roots.</summary>
/// <param name="folders">The two roots.</param>
public sealed class EventFiles(EventFolders folders) : IEventFiles
{
    private static readonly byte[] IndexName = Encoding.UTF8.GetBytes(EventFolders.IndexName);

    /// <inheritdoc/>
    public EventFolders Folders => folders;

    /// <inheritdoc/>
    public IReadOnlyList<DateOnly> Days()
    {
        using var root = FolderHandle.Open(folders.Csv);
        if (root is null)
            return [];
        var days = new List<DateOnly>();
        using var reader = root.Read();
        while (reader.TryRead(out var name))
        {
            if (TryReadDay(name, out var day) && root.Facts(name) is { Kind: FileKind.Folder })
                days.Add(day);
        }

        days.Sort((a, b) => b.CompareTo(a));
        return days;
    }

    /// <inheritdoc/>
    public DayIndex ReadIndex(DateOnly day)
    {
        var index = new IndexCsv();
        using var folder = Open(folders.Csv, day);
        using var memory = new FileMemory();
        if (folder?.ReadFile(IndexName, memory, CsvFiles.LargestFile) == true)
            index.Read(memory.Content);

        return new DayIndex(day, index.Rows.ToArray(), index.LeftOut);
    }

    /// <inheritdoc/>
    public TrackingSet? ReadSet(EventKey key, string type)
    {
        var name = Encoding.UTF8.GetBytes(EventFolders.SetName(key.Id, type));
        using var folder = Open(folders.Csv, key.Day);
        using var memory = new FileMemory();
        if (folder?.ReadFile(name, memory, CsvFiles.LargestFile) != true)
            return null;
        var rows = TrackingCsv.Read(memory.Content, out var leftOut);
        return rows is null ? null : new TrackingSet(key, type, rows, leftOut);
    }

    /// <inheritdoc/>
    public IReadOnlyList<DateTime> PictureTimes(EventKey key)
    {
        using var folder = EventNames.IsId(key.Id) ? Open(folders.Images, key.Day) : null;
        if (folder is null)
            return [];
        var times = new List<DateTime>();
        var prefix = Encoding.UTF8.GetBytes(key.Id + "_");
        using var reader = folder.Read();
        while (reader.TryRead(out var name))
        {
            if (name.StartsWith(prefix) && TryReadPictureTime(name[prefix.Length..], out var time))
                times.Add(time);
        }

        times.Sort();
        return times;
    }

    /// <summary>Opens a day's folder below a root; null: there is none.</summary>
    internal static FolderHandle? Open(string root, DateOnly day)
    {
        using var folder = FolderHandle.Open(root);
        Span<byte> name = stackalloc byte[10];
        Encoding.UTF8.GetBytes(EventNames.Text(day), name);
        return folder?.OpenFolder(name);
    }

    /// <summary>Reads the end of a picture's name, <c>YYYY-MM-DD_HH.MM.SS.ffffff.jpg</c>.</summary>
    internal static bool TryReadPictureTime(ReadOnlySpan<byte> name, out DateTime time)
    {
        time = default;
        if (name.Length != EventNames.TimeLength + 4 || !name.EndsWith(".jpg"u8) || name[4] != '-' || name[7] != '-' || name[10] != '_'
            || name[13] != '.' || name[16] != '.' || name[19] != '.')
            return false;
        if (!TryReadNumber(name[..4], out var year) || !TryReadNumber(name[5..7], out var month) || !TryReadNumber(name[8..10], out var day)
            || !TryReadNumber(name[11..13], out var hour) || !TryReadNumber(name[14..16], out var minute) || !TryReadNumber(name[17..19], out var second)
            || !TryReadNumber(name[20..26], out var microseconds))
            return false;
        if (year < 1 || month is < 1 or > 12 || day < 1 || day > DateTime.DaysInMonth(year, month) || hour > 23 || minute > 59 || second > 59)
            return false;
        time = new DateTime(year, month, day, hour, minute, second).AddMicroseconds(microseconds);
        return true;
    }

    private static bool TryReadNumber(ReadOnlySpan<byte> text, out int value)
    {
        value = 0;
        return !text.ContainsAnyExceptInRange((byte)'0', (byte)'9') && Utf8Parser.TryParse(text, out value, out var used) && used == text.Length;
    }

    private static bool TryReadDay(ReadOnlySpan<byte> name, out DateOnly day)
    {
        Span<char> text = stackalloc char[10];
        day = default;
        return name.Length == text.Length && Encoding.UTF8.TryGetChars(name, text, out var length) && EventNames.TryParseDay(text[..length], out day);
    }
}

using System.Buffers;
using System.Globalization;
using System.Text;
using Catchment.Cameras.Events;
using Catchment.Core.Storage;

namespace Catchment.Cameras.Watcher.Recording;

/// <summary>
/// A day's index, as its writer sees it: lines of bytes, of which nothing is changed that is not the event's in question. A row is a line:
/// no name that may stand in it has a line break.
/// </summary>
/// <param name="folder">The day's folder.</param>
/// <param name="durability">Whether a change is brought to the medium.</param>
/// <remarks>Source: the camera specification, 5. For one thread at a time.</remarks>
internal sealed class DayIndexFile(string folder, Durability durability)
{
    private const int Fields = 7;
    private const int SmallRow = 1024;

    private readonly string _path = Path.Combine(folder, EventFolders.IndexName);

    /// <summary>The event's rows.</summary>
    /// <param name="id">The event.</param>
    /// <param name="types">Their types.</param>
    /// <returns>What the first whole row tells; null: there is none.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    internal RecordedEvent? Find(string id, out IReadOnlySet<string> types)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        RecordedEvent? first = null;
        var bytes = Encoding.UTF8.GetBytes(id);
        foreach (var line in Lines(Read()))
        {
            if (line.Span.IndexOf(bytes) < 0)
                continue; // A busy day has ten thousands of rows, and each event asks.
            var row = Split(line.Span);
            if (row.Count != Fields || row[3] != id || !IsoTime.TryParse(row[2], out var start)
                || !long.TryParse(row[4], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var width)
                || !long.TryParse(row[5], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var height))
                continue;
            found.Add(row[6]);
            first ??= new RecordedEvent(row[0], row[1], start, width, height);
        }

        types = found;
        return first;
    }

    /// <summary>Adds a row to the end.</summary>
    /// <exception cref="IOException">The file system refused; nothing of the row stays.</exception>
    internal void Append(string id, RecordedEvent what, string type)
    {
        var room = CsvRow.Room(id.Length + what.Node.Length + what.View.Length + type.Length) + 1;
        var rented = ArrayPool<byte>.Shared.Rent(Math.Max(room, SmallRow));
        try
        {
            var row = new CsvRow(rented.AsSpan(1));
            var length = row.Field(what.Node).Field(what.View).Field(what.Start).Field(id).Field(what.Width).Field(what.Height).Field(type).End().Length;
            using var file = AppendLog.Open(_path, durability);
            if (EndsInMiddleOfLine())
            {
                rented[0] = (byte)'\n'; // Somebody else's half row must not spoil ours.
                file.Write(rented.AsSpan(0, length + 1));
            }
            else
            {
                file.Write(rented.AsSpan(1, length));
            }

            file.Flush();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <summary>Takes the rows of some events out, whole or not, in one step.</summary>
    /// <returns>How many.</returns>
    /// <exception cref="IOException">The file system refused; the file is as it was.</exception>
    internal int Remove(IReadOnlySet<string> ids)
    {
        var content = Read();
        var kept = new List<ReadOnlyMemory<byte>>();
        var removed = 0;
        foreach (var line in Lines(content))
        {
            if (IdOf(line.Span) is { } id && ids.Contains(id))
                removed++;
            else
                kept.Add(line);
        }

        if (removed == 0)
            return 0;
        var temporary = Path.Combine(folder, $".{EventFolders.IndexName}.tmp");
        using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None))
        {
            if (!OperatingSystem.IsWindows())
                File.SetUnixFileMode(file.SafeFileHandle, File.GetUnixFileMode(_path)); // Who may read and write it stays.
            foreach (var line in kept)
                file.Write(line.Span);
            file.Flush(flushToDisk: durability == Durability.Synced);
        }

        File.Move(temporary, _path, overwrite: true);
        if (durability == Durability.Synced)
            AtomicFolder.FlushFolder(folder); // Pictures go next: a power cut must not bring their rows back.
        return removed;
    }

    private byte[] Read()
    {
        try
        {
            return File.ReadAllBytes(_path);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return [];
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException(e.Message, e);
        }
    }

    private bool EndsInMiddleOfLine()
    {
        using var file = File.OpenHandle(_path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var length = RandomAccess.GetLength(file);
        Span<byte> last = stackalloc byte[1];
        return length > 0 && RandomAccess.Read(file, last, length - 1) == 1 && last[0] != (byte)'\n';
    }

    /// <summary>The lines, each with its line feed.</summary>
    private static IEnumerable<ReadOnlyMemory<byte>> Lines(byte[] content)
    {
        for (var at = 0; at < content.Length;)
        {
            var end = Array.IndexOf(content, (byte)'\n', at);
            var next = end < 0 ? content.Length : end + 1;
            yield return content.AsMemory(at, next - at);
            at = next;
        }
    }

    /// <summary>The event of a row, whole or not; null: it does not come that far.</summary>
    private static string? IdOf(ReadOnlySpan<byte> line)
    {
        if (line.Contains((byte)'"'))
            return Split(line) is { Count: > 3 } row ? row[3] : null;
        for (var field = 0; field < 3; field++)
        {
            var comma = line.IndexOf((byte)',');
            if (comma < 0)
                return null;
            line = line[(comma + 1)..];
        }

        var end = line.IndexOfAny((byte)',', (byte)'\r', (byte)'\n');
        return Encoding.UTF8.GetString(end < 0 ? line : line[..end]);
    }

    private static List<string> Split(ReadOnlySpan<byte> line)
    {
        var text = Encoding.UTF8.GetString(line).AsSpan().TrimEnd("\r\n");
        var fields = new List<string>(Fields);
        var field = new StringBuilder();
        var quoted = false;
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (quoted && c == '"' && i + 1 < text.Length && text[i + 1] == '"')
                field.Append(text[i++]);
            else if (c == '"' && (quoted || field.Length == 0))
                quoted = !quoted;
            else if (c == ',' && !quoted)
                Next();
            else
                field.Append(c);
        }

        Next();
        return fields;

        void Next()
        {
            fields.Add(field.ToString());
            field.Clear();
        }
    }
}

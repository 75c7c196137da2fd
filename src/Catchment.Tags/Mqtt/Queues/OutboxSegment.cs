using System.Globalization;
using Catchment.Core.Storage;
using Microsoft.Win32.SafeHandles;

namespace Catchment.Tags.Mqtt.Queues;

/// <summary>One file of an outbox. Written from one place at a time, only by the process that made it; read from anywhere in it.</summary>
internal sealed class OutboxSegment : IDisposable
{
    private const string Extension = ".outbox";

    private readonly AppendLog? _log;
    private readonly SafeFileHandle _file;

    private OutboxSegment(string path, AppendLog? log)
    {
        Path = path;
        _log = log;
        _file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        Length = RandomAccess.GetLength(_file);
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Its bytes.</summary>
    public long Length { get; private set; }

    /// <summary>The number of its last message; 0: it has none.</summary>
    public long LastSequence { get; set; }

    /// <summary>The files of a folder, oldest first.</summary>
    public static IReadOnlyList<(string Path, long Number)> Find(string folder) =>
    [
        .. Directory.EnumerateFiles(folder, "*" + Extension)
            .Select(static path => (path, long.TryParse(System.IO.Path.GetFileNameWithoutExtension(path), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0))
            .Where(static file => file.Item2 > 0)
            .OrderBy(static file => file.Item2),
    ];

    /// <summary>Opens a file of an earlier run.</summary>
    public static OutboxSegment Open(string path) => new(path, null);

    /// <summary>Begins a file.</summary>
    /// <param name="folder">Where.</param>
    /// <param name="number">A number between those of the messages before and behind: no other file and no message has it.</param>
    /// <param name="durability">Whether <see cref="Flush"/> goes to the medium.</param>
    public static OutboxSegment Create(string folder, long number, Durability durability)
    {
        var path = System.IO.Path.Combine(folder, number.ToString("D19", CultureInfo.InvariantCulture) + Extension);
        return new OutboxSegment(path, AppendLog.Open(path, durability));
    }

    /// <summary>Appends a record.</summary>
    /// <returns>Where it begins.</returns>
    /// <exception cref="StorageException">It could not be written; nothing of it stays.</exception>
    public long Write(ReadOnlySpan<byte> record)
    {
        _log!.Write(record);
        var at = Length;
        Length += record.Length;
        return at;
    }

    /// <summary>Returns when everything is as durable as it was to be.</summary>
    public void Flush() => _log!.Flush();

    /// <summary>Reads the body of the record at a place.</summary>
    /// <returns>Null: there is no whole record.</returns>
    public byte[]? Read(long at)
    {
        Span<byte> header = stackalloc byte[OutboxRecord.HeaderBytes];
        if (RandomAccess.Read(_file, header, at) < header.Length || OutboxRecord.BodyBytes(header) is var length && (length == 0 || at + header.Length + length > Length))
            return null;
        var body = new byte[OutboxRecord.BodyBytes(header)];
        for (var filled = 0; filled < body.Length;)
        {
            var read = RandomAccess.Read(_file, body.AsSpan(filled), at + header.Length + filled);
            if (read == 0)
                return null;
            filled += read;
        }

        return OutboxRecord.IsWhole(header, body) ? body : null;
    }

    /// <summary>Removes the file.</summary>
    public void Delete()
    {
        Dispose();
        try
        {
            File.Delete(Path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It is found again at the next start, with nothing in it that was not acknowledged.
        }
    }

    public void Dispose()
    {
        _log?.Dispose();
        _file.Dispose();
    }
}

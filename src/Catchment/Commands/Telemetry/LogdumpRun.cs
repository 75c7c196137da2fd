using System.Buffers;
using Catchment.Protocols.Flatlogs;

namespace Catchment.Commands.Telemetry;

/// <summary>Prints entries. What cannot be shown is told on standard error, and the next entry follows.</summary>
/// <param name="types">The event codes that are known.</param>
/// <param name="level">The greatest priority that is printed.</param>
/// <param name="codes">The event codes that are printed; none: all.</param>
internal sealed class LogdumpRun(FlatlogTypeTable types, sbyte level, IReadOnlyCollection<ushort> codes)
{
    // Of a file that is there when following begins only the newest entries are printed. Source: telemetry 11.3.
    private const int Newest = 512;

    private const int BufferSize = 64 * 1024;

    private readonly FlatlogDump _dump = new(types);
    private readonly ArrayBufferWriter<byte> _lines = new(BufferSize);
    private readonly Stream _output = Console.OpenStandardOutput();
    private bool _hasFailed;

    /// <summary>When following, the time between two looks at the file.</summary>
    internal required TimeSpan Pause { get; init; }

    /// <summary>When following, the looks at the file between two looks for a newer one.</summary>
    internal required int LooksBetween { get; init; }

    /// <summary>The files of a device, oldest first: its name, <c>_</c> and a stamp.</summary>
    internal static string[] Files(string folder, string device, string extension) =>
        [.. Directory.EnumerateFiles(folder, $"{device}_*").Where(f => f.EndsWith(extension, StringComparison.Ordinal) && FlatlogName.Parse(f) is { StartMicroseconds: not null } name && name.Device == device).Order(StringComparer.Ordinal)];

    /// <summary>Prints files.</summary>
    /// <param name="find">Finds the files, oldest first.</param>
    /// <param name="count">How many of the newest; 0: all, or the newest one when following.</param>
    /// <param name="isFollowing">Whether to go on with the newest until the end.</param>
    /// <param name="stopping">Ends it.</param>
    /// <returns>The exit code: 1 when a file could not be read, or an entry not be shown.</returns>
    internal int Run(Func<IReadOnlyList<string>> find, int count, bool isFollowing, CancellationToken stopping)
    {
        try
        {
            var files = find();
            if (files.Count == 0 && !isFollowing)
                throw new FileNotFoundException("there are no files of this device");
            var most = count > 0 ? count : isFollowing ? 1 : files.Count;
            var newest = files.Count > 0 ? files[^1] : null; // Those that come later are printed from their beginning.
            var next = files.Skip(files.Count - most).FirstOrDefault();
            var last = "";
            while (!stopping.IsCancellationRequested && (next is not null || isFollowing))
            {
                if (next is not { } path)
                {
                    stopping.WaitHandle.WaitOne(Pause * LooksBetween);
                    next = Behind(find(), last);
                    continue;
                }

                Print(path, isFollowing ? () => Behind(find(), path) is not null : null, isFirst: path == newest, stopping);
                last = path;
                next = Behind(isFollowing ? find() : files, last);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"{LogdumpCommand.Name}: {e.Message}");
            return ExitCode.Failed;
        }

        return _hasFailed ? ExitCode.Failed : ExitCode.Done;
    }

    /// <summary>The file behind another one, which may be gone by now; null: none.</summary>
    private static string? Behind(IReadOnlyList<string> files, string path) => files.FirstOrDefault(f => string.CompareOrdinal(f, path) > 0);

    private void Print(string path, Func<bool>? hasNewer, bool isFirst, CancellationToken stopping)
    {
        Console.Error.WriteLine(path);
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 1);
        var from = hasNewer is not null && isFirst ? file.Length - Newest : 0;
        using var reader = new FlatlogReader(file);
        var looks = 0;
        var isLastLook = false;
        while (!stopping.IsCancellationRequested)
        {
            switch (reader.Read())
            {
                case FlatlogStep.Entry:
                    if (reader.Position >= from)
                        Print(reader.Entry, path);
                    continue;
                case FlatlogStep.Oversized:
                    Tell(path, reader.Entry, "is longer than any message");
                    continue;
                case FlatlogStep.Incomplete when hasNewer is null:
                    Console.Error.WriteLine($"{LogdumpCommand.Name}: {path}: the last entry, at byte {reader.Position}, is not complete");
                    Flush();
                    return;
            }

            Flush();
            if (hasNewer is null || isLastLook)
                return;

            // A newer file: what was written to this one before is read first.
            if (++looks % LooksBetween == 0)
                isLastLook = hasNewer();
            if (!isLastLook)
                stopping.WaitHandle.WaitOne(Pause);
        }

        Flush();
    }

    private void Print(FlatlogEntry entry, string path)
    {
        if (entry.Header.Priority > level || (codes.Count > 0 && !codes.Contains(entry.Header.Code)))
            return;
        var fault = _dump.Write(entry, _lines);
        if (fault is not (FlatlogFault.None or FlatlogFault.Hidden))
            Tell(path, entry, fault == FlatlogFault.UnknownCode ? "has an unknown event code" : "failed verification");
        if (_lines.WrittenCount > BufferSize)
            Flush();
    }

    private void Tell(string path, FlatlogEntry entry, string what)
    {
        _hasFailed = true;
        Console.Error.WriteLine($"{LogdumpCommand.Name}: {path}: the entry of code {entry.Header.Code} at byte {entry.Offset} {what}");
    }

    private void Flush()
    {
        _output.Write(_lines.WrittenSpan);
        _output.Flush();
        _lines.ResetWrittenCount();
    }
}

using System.Buffers;
using System.Text;
using Catchment.Core.Storage;
using Microsoft.Win32.SafeHandles;

namespace Catchment.Telemetry.Replicas;

/// <summary>Looks at files and compares what is in them.</summary>
internal static class ContentComparison
{
    private const int PartBytes = 1 << 18;

    /// <summary>What is behind a path, links followed; null: nothing.</summary>
    /// <exception cref="IOException">It cannot be asked.</exception>
    internal static FileFacts? Look(string path)
    {
        var slash = path.LastIndexOf('/');
        var name = Encoding.UTF8.GetBytes(path[(slash + 1)..]);
        if (name.Length is 0 or > FolderHandle.MaxNameBytes || name is [(byte)'.'] or [(byte)'.', (byte)'.'])
            return null;
        try
        {
            using var folder = FolderHandle.Open(slash < 0 ? "." : path[..(slash + 1)]);
            return folder?.TargetFacts(name);
        }
        catch (StorageException e) when (e.LeadsNowhere)
        {
            return null;
        }
    }

    /// <summary>Whether two files have the same content.</summary>
    /// <returns>Null: the original changed meanwhile.</returns>
    /// <exception cref="IOException">One cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    internal static bool? AreSame(string original, FileFacts facts, string copy, CancellationToken stop)
    {
        bool isSame;
        using (var one = Open(original))
        using (var other = Open(copy))
            isSame = AreSame(one, other, stop);
        return Look(original) is { } now && IsAsBefore(facts, now) ? isSame : null;
    }

    /// <summary>Whether a file is as it was when it was looked at before: nobody can set the time of its last change of any kind.</summary>
    internal static bool IsAsBefore(FileFacts before, FileFacts now) => before.IsSameAs(now) && before.Size == now.Size && before.Modified == now.Modified && before.Changed == now.Changed;

    private static bool AreSame(SafeFileHandle one, SafeFileHandle other, CancellationToken stop)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(2 * PartBytes);
        try
        {
            var a = buffer.AsSpan(0, PartBytes);
            var b = buffer.AsSpan(PartBytes, PartBytes);
            for (long at = 0; ;)
            {
                stop.ThrowIfCancellationRequested();
                var length = Fill(one, a, at);
                if (Fill(other, b, at) != length || !a[..length].SequenceEqual(b[..length]))
                    return false;
                if (length < PartBytes)
                    return true;
                at += length;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static int Fill(SafeFileHandle file, Span<byte> part, long at)
    {
        var filled = 0;
        while (filled < part.Length && RandomAccess.Read(file, part[filled..], at + filled) is var read and > 0)
            filled += read;
        return filled;
    }

    private static SafeFileHandle Open(string path) => File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, FileOptions.SequentialScan);
}

using System.Runtime.InteropServices;
using System.Text;
using Catchment.Core.Hosting;
using Catchment.Files.Checksums;

namespace Catchment.Files.Finder;

/// <summary>
/// The file in which a finder keeps what it knows over a restart. It is written whole, and forgotten when it is damaged, of another
/// version, or of a finder with other folders or patterns: then each file is looked at once more.
/// </summary>
/// <param name="state">The finder's state folder.</param>
/// <param name="scope">What the knowledge holds for: folders, table, patterns.</param>
internal sealed class KnownFilesStore(StateFolder state, string scope)
{
    private const string Name = "finder.known";
    private const int BufferBytes = 64 * 1024;
    private const int EntryBytes = 17; // key, stamp, outcome
    private const int SumBytes = Blake2b512.ResultSize;
    private const int HeadBytes = SumBytes + sizeof(long); // what it holds for, the row that was tracked last

    private static readonly int Outcomes = Enum.GetValues<FileOutcome>().Length;

    private readonly string _path = state.PathOf(Name);

    // The version stands in it: another one is another scope.
    private readonly byte[] _scope = Convert.FromHexString(FileChecksum.Of(Encoding.UTF8.GetBytes("known files 3\n" + scope)).Text);

    /// <summary>Reads it.</summary>
    /// <returns>False: there was something, and it cannot be used; what is known by then is to be forgotten.</returns>
    internal bool Load(KnownFiles known)
    {
        try
        {
            using var file = new FileStream(_path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferBytes);
            var entries = file.Length - HeadBytes - SumBytes;
            if (entries < 0 || entries % EntryBytes != 0 || entries / EntryBytes > KnownFiles.Most)
                return false;
            var hash = new Blake2b512();
            Span<byte> head = stackalloc byte[HeadBytes];
            file.ReadExactly(head);
            hash.Update(head);
            if (!head[..SumBytes].SequenceEqual(_scope))
                return false;
            Span<byte> entry = stackalloc byte[EntryBytes];
            for (; entries > 0; entries -= EntryBytes)
            {
                file.ReadExactly(entry);
                hash.Update(entry);
                if (entry[16] >= Outcomes)
                    return false;
                known.Restore(MemoryMarshal.Read<ulong>(entry), MemoryMarshal.Read<ulong>(entry[8..]), (FileOutcome)entry[16]);
            }

            Span<byte> wanted = stackalloc byte[SumBytes], sum = stackalloc byte[SumBytes];
            file.ReadExactly(wanted);
            hash.Finish(sum);
            known.LastRow = MemoryMarshal.Read<long>(head[SumBytes..]);
            return sum.SequenceEqual(wanted);
        }
        catch (FileNotFoundException)
        {
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    /// <summary>Writes it.</summary>
    /// <exception cref="IOException">It cannot be written; the old one stays.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written; the old one stays.</exception>
    internal void Save(KnownFiles known)
    {
        // Not through the state folder's own writing, which is for files that it can read again: at most 16 MB.
        var temporary = Path.Combine(state.FullPath, $".{Name}.tmp");
        using (var file = new FileStream(temporary, FileMode.Create, FileAccess.Write, FileShare.None, BufferBytes))
        {
            var hash = new Blake2b512();
            var head = new byte[HeadBytes];
            _scope.CopyTo(head, 0);
            MemoryMarshal.Write(head.AsSpan(SumBytes), known.LastRow);
            hash.Update(head);
            file.Write(head);
            var entry = new byte[EntryBytes];
            known.Save((key, stamp, outcome) =>
            {
                MemoryMarshal.Write(entry, key);
                MemoryMarshal.Write(entry.AsSpan(8), stamp);
                entry[16] = (byte)outcome;
                hash.Update(entry);
                file.Write(entry);
            });
            hash.Finish(head);
            file.Write(head, 0, SumBytes);
        }

        File.Move(temporary, _path, overwrite: true);
    }
}

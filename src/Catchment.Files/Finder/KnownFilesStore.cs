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
    private const int EntryBytes = 17; // key, stamp, outcome
    private const int HeadBytes = Blake2b512.ResultSize;

    private static readonly int Outcomes = Enum.GetValues<FileOutcome>().Length;

    private readonly string _path = state.PathOf(Name);

    // The version stands in it: another one is another scope.
    private readonly byte[] _head = Convert.FromHexString(FileChecksum.Of(Encoding.UTF8.GetBytes("known files 1\n" + scope)).Text);

    /// <summary>Reads it.</summary>
    /// <returns>False: there was something, and it could not be used.</returns>
    internal bool Load(KnownFiles known)
    {
        try
        {
            using var file = File.OpenHandle(_path);
            var length = RandomAccess.GetLength(file);
            var bytes = length - (2 * HeadBytes);
            if (bytes < 0 || bytes % EntryBytes != 0 || bytes / EntryBytes > KnownFiles.Most)
                return false;
            var content = GC.AllocateUninitializedArray<byte>((int)length);
            if (RandomAccess.Read(file, content, 0) != length || !content.AsSpan(0, HeadBytes).SequenceEqual(_head))
                return false;
            var body = content.AsSpan(0, content.Length - HeadBytes);
            if (!Sum(body).AsSpan().SequenceEqual(content.AsSpan(body.Length)))
                return false;
            var entries = new (ulong, ulong, FileOutcome)[bytes / EntryBytes];
            for (var i = 0; i < entries.Length; i++)
            {
                var entry = body[(HeadBytes + (i * EntryBytes))..];
                if (entry[16] >= Outcomes)
                    return false;
                entries[i] = (MemoryMarshal.Read<ulong>(entry), MemoryMarshal.Read<ulong>(entry[8..]), (FileOutcome)entry[16]);
            }

            known.Restore(entries);
            return true;
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
        var entries = known.Settled();
        var content = GC.AllocateUninitializedArray<byte>((2 * HeadBytes) + (entries.Length * EntryBytes));
        _head.CopyTo(content, 0);
        for (var i = 0; i < entries.Length; i++)
        {
            var entry = content.AsSpan(HeadBytes + (i * EntryBytes));
            MemoryMarshal.Write(entry, entries[i].Key);
            MemoryMarshal.Write(entry[8..], entries[i].Stamp);
            entry[16] = (byte)entries[i].Outcome;
        }

        var body = content.AsSpan(0, content.Length - HeadBytes);
        Sum(body).CopyTo(content, body.Length);

        // Not through the state folder's own writing, which is for files that it can read again: at most 16 MB.
        var temporary = Path.Combine(state.FullPath, $".{Name}.tmp");
        File.WriteAllBytes(temporary, content);
        File.Move(temporary, _path, overwrite: true);
    }

    private static byte[] Sum(ReadOnlySpan<byte> bytes)
    {
        var hash = new Blake2b512();
        hash.Update(bytes);
        var sum = new byte[Blake2b512.ResultSize];
        hash.Finish(sum);
        return sum;
    }
}

using Catchment.Core.Hosting;
using Catchment.Files.Finder;

namespace Catchment.Files.Tests.Finder;

public sealed class KnownFilesTests
{
    [Fact]
    public void It_knows_what_a_plain_dictionary_would()
    {
        var random = new Random(16);
        var table = new KnownTable();
        var plain = new Dictionary<ulong, ulong>();
        for (var step = 0; step < 200_000; step++)
        {
            // Few keys, many of them neighbours: gaps and wraps.
            var key = (ulong)random.Next(3000) * (random.Next(2) == 0 ? 1UL : 0x100000000UL);
            ref var found = ref table.Find(key);
            System.Runtime.CompilerServices.Unsafe.IsNullRef(ref found).ShouldBe(!plain.TryGetValue(key, out var value));
            if (value != 0)
                found.ShouldBe(value);
            if (value == 0 && random.Next(3) > 0)
            {
                plain[key] = (ulong)step + 1;
                table.Add(key, (ulong)step + 1);
            }
            else if (random.Next(3) > 0)
            {
                table.Remove(key).ShouldBe(value);
                plain.Remove(key);
            }

            if (step % 20_000 == 19_999)
            {
                table.Keep(v => v % 3 > 0);
                foreach (var gone in plain.Where(p => p.Value % 3 == 0).Select(p => p.Key).ToArray())
                    plain.Remove(gone);
            }

            table.Count.ShouldBe(plain.Count);
        }

        var all = new Dictionary<ulong, ulong>();
        table.ForEach(all.Add);
        all.OrderBy(p => p.Key).ShouldBe(plain.OrderBy(p => p.Key));
    }

    [Fact]
    public void What_a_search_does_not_meet_is_forgotten()
    {
        var known = new KnownFiles();
        for (var i = 0; i < 1000; i++)
            known.Remember(Key(i), Stamp(i), FileOutcome.Tracked).ShouldBeTrue();
        for (var turn = 0; turn < 600; turn++) // More than a byte counts.
        {
            known.BeginSearch();
            for (var i = turn; i < 1000; i++)
                known.Find(Key(i), Stamp(i)).ShouldBe(FileOutcome.Tracked);
            known.ForgetUnmet();
            known.Count.ShouldBe(1000 - turn);
        }

        known.Find(Key(0), Stamp(0)).ShouldBeNull();
        known.Find(Key(999), Stamp(998)).ShouldBeNull(); // Another file by now.
        known.Remember(Key(999), Stamp(999), FileOutcome.Tracked).ShouldBeFalse();
        known.Remember(Key(999), Stamp(999), FileOutcome.Conflict).ShouldBeTrue();
        known.Forget(Key(999));
        known.Count.ShouldBe(400);
    }

    [Fact]
    public void Saved_and_read_again_it_knows_the_same_but_for_conflicts_and_what_is_tried_again()
    {
        using var folder = new TemporaryFolder();
        using var state = StateFolder.Open(folder["state"]);
        var known = new KnownFiles();
        var outcomes = Enum.GetValues<FileOutcome>();
        for (var i = 0; i < 10_000; i++)
            known.Remember(Key(i), Stamp(i), outcomes[i % outcomes.Length]);
        known.NoteRow(77);
        new KnownFilesStore(state, "scope").Save(known);
        known.IsChanged.ShouldBeFalse();

        var again = new KnownFiles();
        new KnownFilesStore(state, "scope").Load(again).ShouldBeTrue();
        again.LastRow.ShouldBe(77);
        for (var i = 0; i < 10_000; i++)
        {
            var outcome = outcomes[i % outcomes.Length];
            again.Find(Key(i), Stamp(i)).ShouldBe(KnownFiles.IsSettled(outcome) && outcome != FileOutcome.Conflict ? outcome : null);
        }

        new KnownFilesStore(state, "other scope").Load(new KnownFiles()).ShouldBeFalse();
        var path = Path.Combine(state.FullPath, "finder.known");
        var bytes = File.ReadAllBytes(path);
        for (var i = 0; i < bytes.Length; i += 997)
        {
            bytes[i] ^= 1;
            File.WriteAllBytes(path, bytes);
            new KnownFilesStore(state, "scope").Load(new KnownFiles()).ShouldBeFalse();
            bytes[i] ^= 1;
        }

        foreach (var length in new[] { 0, 1, 100, bytes.Length - 1, bytes.Length - 17 })
        {
            File.WriteAllBytes(path, bytes[..length]);
            new KnownFilesStore(state, "scope").Load(new KnownFiles()).ShouldBeFalse();
        }
    }

    private static PathKey Key(int i) => PathKey.Root.In("folder"u8).In(System.Text.Encoding.UTF8.GetBytes($"{i}.fits"));

    private static ulong Stamp(int i) => PathKey.Stamp(new Core.Storage.FileFacts(Core.Storage.FileKind.File, i, i, (ulong)i, 1));
}

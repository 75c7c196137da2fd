using System.Runtime.InteropServices;
using System.Text;
using System.Text.Unicode;
using Catchment.Core.Storage;
using Catchment.Protocols.Flatlogs;
using Catchment.Telemetry.Schema;

namespace Catchment.Telemetry.Following;

/// <summary>
/// Follows the flatlog files of many devices in one folder, one after another in one thread. A file is a device's when its name is
/// the device's, <c>_</c> and a valid stamp (D13). For one thread. Source: <c>telemetry</c> 11.3.
/// </summary>
internal sealed class Followers : IDisposable
{
    private const string Extension = ".bintel";

    /// <summary>Entries of a device before the next one has its turn, so that one that writes without end keeps no other waiting.</summary>
    private const int Turn = 256;

    private readonly string _folder;
    private readonly bool _takesEvery;
    private readonly FlatlogTypeTable _types;
    private readonly TelemetryJournal _journal;
    private readonly TimeProvider _time;
    private readonly List<Follower> _all = [];
    private readonly Dictionary<string, Follower> _byDevice = new(StringComparer.Ordinal);
    private readonly HashSet<string> _refused = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> _found = new(StringComparer.Ordinal);
    private bool _hasLooked;
    private int _turn;

    /// <summary>Follows from where an earlier run ended; other devices from the beginning of their newest file.</summary>
    /// <param name="folder">The folder, absolute; it need not be there.</param>
    /// <param name="devices">The devices; null: every one that has a file.</param>
    /// <param name="types">The event codes that are known.</param>
    /// <param name="known">Where an earlier run ended.</param>
    /// <param name="journal">Is told what is left out.</param>
    /// <param name="time">The clock.</param>
    internal Followers(string folder, IReadOnlyList<string>? devices, FlatlogTypeTable types, IReadOnlyList<FollowedPosition> known, TelemetryJournal journal, TimeProvider time)
    {
        (_folder, _takesEvery, _types, _journal, _time) = (folder, devices is null, types, journal, time);
        var positions = known.Where(IsSound).ToDictionary(p => p.Device, StringComparer.Ordinal);
        foreach (var device in devices ?? [.. positions.Keys])
            Add(device, positions.TryGetValue(device, out var position) ? position : null);
    }

    /// <summary>Told behind each device's turn.</summary>
    internal Action<string> Read { get; init; } = _ => { };

    /// <summary>Devices that are followed.</summary>
    internal int Count => _all.Count;

    /// <summary>Looks which files there are.</summary>
    internal void Look()
    {
        try
        {
            using var folder = FolderHandle.Open(_folder);
            if (folder is null)
                return;
            Find(folder);
            foreach (var (device, names) in _found)
                Offer(device, names);
            foreach (var follower in _all)
                follower.Check(folder);
            if (!_all.Exists(f => f.IsInTrouble))
                _journal.Clear(TelemetryTrouble.Followed);
        }
        catch (StorageException e)
        {
            _journal.InTheWay(TelemetryTrouble.Followed, $"The folder of the followed files cannot be read. {e.Message}");
            return;
        }

        _hasLooked = true;
    }

    /// <summary>Reads what there is, each device in its turn, until there is no more, the round is full, or its time is over.</summary>
    /// <param name="round">Gets the rows.</param>
    /// <param name="began">When the round began.</param>
    /// <param name="most">The longest time that it may take.</param>
    /// <returns>Whether there may be more at once.</returns>
    internal bool Fill(Round round, long began, TimeSpan most)
    {
        // How many turns in a row have brought nothing: when all have, there is no more.
        for (var idle = 0; idle < _all.Count;)
        {
            if (round.IsFull || _time.GetElapsedTime(began) >= most)
                return true;
            _turn = (_turn + 1) % _all.Count;
            var follower = _all[_turn];
            idle = follower.Read(round, Turn) ? 0 : idle + 1;
            Read(follower.Device);
        }

        return false;
    }

    /// <inheritdoc/>
    public void Dispose() => _all.ForEach(f => f.Dispose());

    /// <summary>Finds files that are newer than what is known of their devices.</summary>
    private void Find(FolderHandle folder)
    {
        _found.Clear();
        var byDevice = _byDevice.GetAlternateLookup<ReadOnlySpan<char>>();
        Span<char> text = stackalloc char[FolderHandle.MaxNameBytes];
        using var reader = folder.Read();
        while (reader.TryRead(out var bytes, out var kind))
        {
            if (kind == FileKind.Folder || !bytes.EndsWith(".bintel"u8) || bytes.Length > FolderHandle.MaxNameBytes)
                continue;

            // Utf8.IsValid first: the text of another name would be that of no file.
            if (!Utf8.IsValid(bytes) || !Encoding.UTF8.TryGetChars(bytes, text, out var length))
                continue;

            // A folder has thousands of files of long ago: nothing is made of their names.
            ReadOnlySpan<char> name = text[..length];
            var underscore = name.LastIndexOf('_');
            if (underscore < 0)
                continue;
            if (byDevice.TryGetValue(name[..underscore], out var follower) ? name.SequenceCompareTo(follower.Newest) <= 0 : !_takesEvery)
                continue;
            var file = name.ToString();
            if (FlatlogName.Parse(file) is { StartMicroseconds: not null, Stamp.Length: var stamp } && underscore + 1 + stamp + Extension.Length == length && IsFile(folder, bytes, kind))
                (CollectionsMarshal.GetValueRefOrAddDefault(_found, file[..underscore], out _) ??= []).Add(file);
        }
    }

    private static bool IsFile(FolderHandle folder, ReadOnlySpan<byte> name, FileKind? kind)
    {
        try
        {
            return kind == FileKind.File || folder.TargetFacts(name)?.Kind == FileKind.File;
        }
        catch (StorageException)
        {
            return false; // A link that leads to itself: the inventory tells of it.
        }
    }

    private void Offer(string device, List<string> names)
    {
        if (!_byDevice.TryGetValue(device, out var follower) && (follower = Add(device, null)) is null)
            return;
        names.Sort(StringComparer.Ordinal);

        // What was there before the first look, with nothing known of the device, is of earlier: the newest alone. Source: telemetry 11.3.
        foreach (var name in _hasLooked || follower.Newest.Length > 0 ? names : names[^1..])
            follower.Offer(name);
    }

    private Follower? Add(string device, FollowedPosition? position)
    {
        if (ColumnWidths.Characters(device) > ColumnWidths.Device)
        {
            if (_refused.Add(device))
            {
                _journal.Skip(SkipReason.Name);
                _journal.TellSkipped(device, $"a device's name has at most {ColumnWidths.Device} characters");
            }

            return null;
        }

        var follower = new Follower(device, _folder, _types, _journal, _time, position);
        _all.Add(follower);
        _byDevice.Add(device, follower);
        return follower;
    }

    /// <summary>Whether it is one that this program has noted, and no path.</summary>
    private static bool IsSound(FollowedPosition position) =>
        !position.File.Contains('/', StringComparison.Ordinal) && position.Offset >= 0 && FlatlogName.Parse(position.File) is { StartMicroseconds: not null } name && name.Device == position.Device;
}

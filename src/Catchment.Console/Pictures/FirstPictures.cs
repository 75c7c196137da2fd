using Catchment.Cameras.Events;

namespace Catchment.WebConsole.Pictures;

/// <summary>
/// Knows the first picture of every event of a few days. There is no index of pictures but the names in a day's folder, of which there may
/// be hundreds of thousands: a list of a hundred events must not look through them a hundred times.
/// </summary>
/// <param name="folders">Where pictures lie.</param>
internal sealed class FirstPictures(EventFolders folders)
{
    private const int MostDays = 8;

    /// <summary>A folder that was changed so shortly before it was read may change again without a new time: clocks of file systems tick every few milliseconds.</summary>
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(50);

    private readonly Lock _gate = new();
    private readonly List<Day> _days = [];

    /// <summary>When an event's first picture was taken; null: it has none.</summary>
    /// <exception cref="IOException">The day's folder is there but cannot be read.</exception>
    public DateTime? Of(EventKey key)
    {
        Day day = DayOf(key.Day);
        lock (day)
            return day.Of(key.Id);
    }

    private Day DayOf(DateOnly date)
    {
        lock (_gate)
        {
            int at = _days.FindIndex(d => d.Date == date);
            Day day = at < 0 ? new Day(date, folders.ImagesOf(date)) : _days[at];
            if (at >= 0)
                _days.RemoveAt(at);
            else if (_days.Count == MostDays)
                _days.RemoveAt(0);
            _days.Add(day);
            return day;
        }
    }

    /// <summary>One day's folder, read again when it has changed and does not know an event.</summary>
    private sealed class Day(DateOnly date, string folder)
    {
        private readonly Dictionary<string, DateTime> _first = new(StringComparer.Ordinal);
        private DateTime _read;

        public DateOnly Date => date;

        public DateTime? Of(string id)
        {
            if (_first.TryGetValue(id, out DateTime known) && File.Exists(Path.Combine(folder, EventFolders.PictureName(id, known))))
                return known;
            Read();
            return _first.TryGetValue(id, out DateTime time) ? time : null;
        }

        private void Read()
        {
            var directory = new DirectoryInfo(folder);
            if (!directory.Exists)
            {
                _first.Clear();
                return;
            }

            // Asked for before the names are read: what changes meanwhile leads to another reading.
            DateTime changed = directory.LastWriteTimeUtc;
            if (changed == _read)
                return;
            _first.Clear();
            foreach (string path in Directory.EnumerateFiles(folder, "*.jpg"))
            {
                ReadOnlySpan<char> name = Path.GetFileNameWithoutExtension(path.AsSpan());
                int cut = name.Length - EventNames.TimeLength - 1;
                if (cut < 1 || name[cut] != '_' || !EventNames.TryParseTime(name[(cut + 1)..], out DateTime time) || !EventNames.IsId(name[..cut]))
                    continue;
                string id = name[..cut].ToString();
                if (!_first.TryGetValue(id, out DateTime other) || time < other)
                    _first[id] = time;
            }

            _read = TimeProvider.System.GetUtcNow().UtcDateTime - changed > Tick ? changed : default;
        }
    }
}

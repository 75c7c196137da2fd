using System.Text;
using Catchment.Cameras.Events;
using Catchment.Core.Storage;

namespace Catchment.Cameras.Pump;

/// <summary>The pictures of all events in a day's folder.</summary>
internal sealed class PictureTimes
{
    private const long EventBytes = 200;

    private readonly Dictionary<string, List<long>> _events = new(StringComparer.Ordinal);
    private long _count;

    private PictureTimes()
    {
    }

    /// <summary>Memory that it takes, about.</summary>
    internal long Bytes => _count * sizeof(long) * 2 + _events.Count * EventBytes;

    /// <summary>Reads a folder; foreign names are skipped.</summary>
    /// <exception cref="IOException">It cannot be read.</exception>
    internal static PictureTimes Read(FolderHandle folder)
    {
        var pictures = new PictureTimes();
        using var reader = folder.Read();
        Span<char> id = stackalloc char[EventNames.MaxIdLength];
        while (reader.TryRead(out var name))
        {
            var length = name.Length - EventNames.TimeLength - 5; // _ before the time and .jpg behind it
            if (length is > 0 and <= EventNames.MaxIdLength && name[length] == '_' && EventFiles.TryReadPictureTime(name[(length + 1)..], out var time)
                && Encoding.UTF8.TryGetChars(name[..length], id, out var characters) && EventNames.IsId(id[..characters]))
                pictures.Add(id[..characters], time);
        }

        foreach (var times in pictures._events.Values)
            times.Sort();
        return pictures;
    }

    /// <summary>The answer to <c>img</c>.</summary>
    internal byte[] Answer(ReadOnlySpan<char> id)
    {
        if (!_events.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(id, out var times))
            return PumpReplies.EmptyList;
        return PumpReplies.Compress((ref Protocols.Pickle.PickleWriter pickle) =>
        {
            pickle.BeginList();
            foreach (var ticks in times)
            {
                var time = new DateTime(ticks);
                pickle.Callable("datetime datetime"u8);
                pickle.BeginTuple();
                pickle.WholeNumber(time.Year);
                pickle.WholeNumber(time.Month);
                pickle.WholeNumber(time.Day);
                pickle.WholeNumber(time.Hour);
                pickle.WholeNumber(time.Minute);
                pickle.WholeNumber(time.Second);
                pickle.WholeNumber((int)(ticks % TimeSpan.TicksPerSecond / TimeSpan.TicksPerMicrosecond));
                pickle.EndTuple();
                pickle.CallWithTuple();
            }

            pickle.EndList();
        });
    }

    private void Add(ReadOnlySpan<char> id, DateTime time)
    {
        var events = _events.GetAlternateLookup<ReadOnlySpan<char>>();
        if (!events.TryGetValue(id, out var times))
            events[id] = times = [];
        times.Add(time.Ticks);
        _count++;
    }
}

using Catchment.Cameras.Events;
using Catchment.Cameras.Recordings.Tables;

namespace Catchment.Cameras.Recordings.Indexing;

/// <summary>An event as its rows in the day's index tell it: the first one says where and when, each one names a tracking set.</summary>
internal sealed class BookEntry
{
    /// <summary>The most tracking sets of an event; further ones are not found by.</summary>
    internal const int MostSets = 64;

    private readonly List<string> _types = new(1);

    internal BookEntry(IndexRow first)
    {
        Node = RecordedText.Of(first.Node);
        View = RecordedText.Of(first.View);
        Start = first.Time.AddTicks(-(first.Time.Ticks % TimeSpan.TicksPerMicrosecond));
        Width = (int)Math.Clamp(first.Width, 0, int.MaxValue);
        Height = (int)Math.Clamp(first.Height, 0, int.MaxValue);
        Add(first);
    }

    private BookEntry(BookEntry other, IndexRow further)
    {
        (Node, View, Start, Width, Height) = (other.Node, other.View, other.Start, other.Width, other.Height);
        _types.AddRange(other._types);
        Add(further);
    }

    internal string Node { get; }

    internal string View { get; }

    internal DateTime Start { get; }

    internal int Width { get; }

    internal int Height { get; }

    /// <summary>The types of its tracking sets, in the order of the index.</summary>
    internal IReadOnlyList<string> Types => _types;

    /// <summary>Adds a further row.</summary>
    internal void Add(IndexRow row)
    {
        if (row.Type is { } type && EventNames.IsType(type) && _types.Count < MostSets && !_types.Contains(type))
            _types.Add(type);
    }

    /// <summary>The same event with a further row.</summary>
    internal BookEntry With(IndexRow row) => new(this, row);
}

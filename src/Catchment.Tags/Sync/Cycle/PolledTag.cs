using Catchment.Tags.Store;
using Catchment.Tags.Sync.Polling;
using Catchment.Tags.Sync.Rules;

namespace Catchment.Tags.Sync.Cycle;

/// <summary>What the sync remembers of one tag.</summary>
internal sealed class PolledTag
{
    private byte[] _name = [];
    private PolledSource _source;
    private byte[] _raw = [];
    private int _rawLength;
    private NumberMemory _memory;

    /// <summary>What filters and rules say; null: it was not looked at yet.</summary>
    internal TagPlan? Plan { get; private set; }

    /// <summary>The key that the store decided on; null: it was not asked.</summary>
    internal string? Key { get; set; }

    /// <summary>What became of the last value.</summary>
    internal TagState State { get; set; }

    /// <summary>When it was written last, by a clock that only goes on.</summary>
    internal long WrittenAt { get; private set; }

    /// <summary>The last value, for the one that is written with quality BAD.</summary>
    internal TagValue Value { get; private set; }

    /// <summary>The gateway, or the buffer, was given a value of it.</summary>
    internal bool IsGiven { get; private set; }

    /// <summary>What was given last has quality BAD, for its status fails.</summary>
    internal bool IsBad { get; private set; }

    /// <summary>Why the last value was rejected: it is listed once.</summary>
    internal RejectReason Trouble { get; set; }

    /// <summary>Its value has to be looked at again although it has not changed.</summary>
    internal bool IsUnsettled { get; set; }

    /// <summary>The connection over which it was registered with its unit; 0: it was not.</summary>
    internal long RegisteredIn { get; set; }

    /// <summary>The cycle that met it last.</summary>
    internal long Seen { get; set; }

    /// <summary>A name that messages can use.</summary>
    internal string Name => Key ?? Plan!.Key.Fresh;

    /// <summary>Whether it is named as it was.</summary>
    internal bool IsSame(PolledDocument document, in PolledEntry entry) =>
        Plan is not null && entry.Source == _source && document[entry.Name].SequenceEqual(_name);

    /// <summary>It is new, or named in another way.</summary>
    internal void Become(TagPlan plan, PolledDocument document, in PolledEntry entry)
    {
        (Plan, Key, _name, _source) = (plan, plan.Key.IsFinal ? plan.Key.Fresh : null, document[entry.Name].ToArray(), entry.Source);
        (State, _rawLength, _memory, RegisteredIn) = (TagState.New, 0, default, 0);
        (IsGiven, IsBad) = (false, false);
    }

    /// <summary>A value of it was delivered, or waits on disk.</summary>
    /// <param name="write">What was.</param>
    /// <param name="state">Which of the two.</param>
    /// <param name="now">When, by a clock that only goes on.</param>
    internal void Give(in PendingWrite write, TagState state, long now) =>
        (State, WrittenAt, IsGiven, IsBad) = (state, now, true, write.Quality == TagQuality.Bad);

    /// <summary>The gateway does not take its value at present.</summary>
    internal void Refuse() => (State, IsBad) = (TagState.New, false);

    /// <summary>Its last value is written anew, to the key that the gateway then decides on.</summary>
    internal void Renew()
    {
        if (State is TagState.Written or TagState.Buffered)
            State = TagState.New;
        if (Plan is { Key.IsFinal: false })
            Key = null;
        IsBad = false; // It is told again, where it still is.
    }

    /// <summary>Whether the value is written as it was the last time.</summary>
    internal bool HasValue(ReadOnlySpan<byte> raw) => raw.SequenceEqual(_raw.AsSpan(0, _rawLength));

    /// <summary>Takes a value: remembers how it is written, converts and checks it.</summary>
    /// <returns>Why it is not written.</returns>
    internal RejectReason Take(ReadOnlySpan<byte> raw, ref TagValue value, double now, bool isDue, out bool isClamped)
    {
        if (raw.Length > _raw.Length)
            _raw = new byte[Math.Max(24, raw.Length)];
        raw.CopyTo(_raw);
        _rawLength = raw.Length;
        var reason = Plan!.Apply(ref value, ref _memory, now, isDue, out isClamped);
        if (reason == RejectReason.None)
            Value = value;
        return reason;
    }
}

using System.Text.Json;
using Catchment.Tags.Settings;
using Catchment.Tags.Store;
using Catchment.Tags.Sync.Keys;
using Catchment.Tags.Sync.Polling;
using Catchment.Tags.Sync.Rules;
using Catchment.Tags.Sync.Statistics;

namespace Catchment.Tags.Sync.Cycle;

/// <summary>Decides which values of a document are written, and as what. Source: <c>tags</c> 8.4, 8.5, 8.6, 11.</summary>
/// <param name="keys">How keys are made.</param>
/// <param name="rules">Filters and rules.</param>
/// <param name="policy">What becomes of tags whose status fails.</param>
/// <param name="refresh">How often an unchanged value is written.</param>
/// <param name="tally">Counts.</param>
/// <param name="time">The clock.</param>
internal sealed class TagSelection(KeyFormat keys, SyncRules rules, BadStatusPolicy policy, TimeSpan refresh, SyncTally tally, TimeProvider time)
{
    /// <summary>How far the polling service's clock may be ahead.</summary>
    private const double MostAhead = 5;

    private readonly TagTable _table = new();
    private long _cycle;

    /// <summary>Every tag.</summary>
    internal IEnumerable<PolledTag> Tags => _table.All;

    /// <summary>Chooses what is to be written.</summary>
    /// <param name="document">The polled values.</param>
    /// <param name="pending">Takes what is to be written, in the document's order.</param>
    internal void Choose(PolledDocument document, List<PendingWrite> pending)
    {
        _table.Sweep(++_cycle);
        int notGood = 0, filtered = 0, unchanged = 0, clamped = 0;
        var (ticks, unix) = (time.GetTimestamp(), (time.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds);
        var seconds = (double)ticks / time.TimestampFrequency;
        foreach (ref readonly var entry in document.Entries)
        {
            var isGood = entry.IsGood && entry.Value.Length > 0;
            if (!isGood && policy == BadStatusPolicy.Keep)
            {
                notGood++;
                continue;
            }

            var tag = _table.Find(document, entry);
            tag.Seen = _cycle;
            if (!isGood)
            {
                notGood++;
                TellBad(tag, unix, pending);
                continue;
            }

            if (!tag.IsSame(document, entry) && !Plan(tag, document, entry))
            {
                Reject(tag, RejectReason.InvalidText, document, entry);
                continue;
            }

            if (!tag.Plan!.IsIncluded)
            {
                filtered++;
                continue;
            }

            var isDue = tag.State == TagState.New || tag.IsBad || (tag.State == TagState.Written && time.GetElapsedTime(tag.WrittenAt, ticks) >= refresh);
            if (!isDue && !tag.IsUnsettled && tag.HasValue(document[entry.Value]))
            {
                unchanged++;
                if (tag.State == TagState.Rejected)
                    tally.Reject(tag.Trouble);
                continue;
            }

            var timestamp = entry.Timestamp > 0 && entry.Timestamp <= unix + MostAhead ? entry.Timestamp : unix;
            clamped += Offer(tag, document, entry, seconds, timestamp, isDue, pending) ? 1 : 0;
        }

        tally.LeftOut(notGood, filtered, unchanged, clamped);
    }

    /// <summary>Makes the plan of a tag that is new or has another name.</summary>
    /// <returns>False: its names are no texts.</returns>
    private bool Plan(PolledTag tag, PolledDocument document, in PolledEntry entry)
    {
        var (device, id) = (document.Text(entry.Device), document.Text(entry.Id));
        var name = entry.Name.Length > 0 ? document.Text(entry.Name) : id;
        if (device is null || id is null || name is null)
            return false;
        var subject = new TagSubject(device, id, name, keys.KeyOf(device, id, name, entry.Source));
        tag.Become(TagPlan.For(rules, subject), document, entry);
        return true;
    }

    private bool Offer(PolledTag tag, PolledDocument document, in PolledEntry entry, double seconds, double timestamp, bool isDue, List<PendingWrite> pending)
    {
        var raw = document[entry.Value];
        var reader = new Utf8JsonReader(raw, new JsonReaderOptions { MaxDepth = 1000 });
        _ = reader.Read();
        TagValue value;
        try
        {
            value = TagValue.Read(ref reader);
        }
        catch (JsonException)
        {
            Reject(tag, RejectReason.InvalidText, document, entry);
            return false;
        }

        var before = tag.Value;
        var reason = tag.Take(raw, ref value, seconds, isDue, out var isClamped);

        // A limit to the rate lets more through as time goes by, of the same value too.
        tag.IsUnsettled = isClamped || reason == RejectReason.Rate;
        if (reason == RejectReason.None && !isDue && tag.State is (TagState.Written or TagState.Buffered) && value == before)
        {
            tally.LeftOut(0, 0, 1, 0);
        }
        else if (reason == RejectReason.None)
        {
            if (isClamped && tag.Trouble == RejectReason.None)
                tally.Tell($"Clamped {tag.Name}: to {value}");
            tag.Trouble = isClamped ? RejectReason.Range : RejectReason.None;
            tag.State = TagState.New;
            pending.Add(new PendingWrite(tag, value, timestamp, TagQuality.Good));
        }
        else
        {
            Reject(tag, reason, document, entry);
        }

        return isClamped;
    }

    private void Reject(PolledTag tag, RejectReason reason, PolledDocument document, in PolledEntry entry)
    {
        tally.Reject(reason);
        if (reason == RejectReason.Deadband)
            return; // What the gateway has is near enough.
        tag.State = TagState.Rejected;
        if (tag.Trouble != reason)
            tally.Tell($"Rejected {(tag.Plan is null ? document.Text(entry.Id) ?? "a tag" : tag.Name)}: {SyncTally.Label(reason)}");
        tag.Trouble = reason;
    }

    private static void TellBad(PolledTag tag, double unix, List<PendingWrite> pending)
    {
        if (tag.IsGiven && !tag.IsBad)
            pending.Add(new PendingWrite(tag, tag.Value, unix, TagQuality.Bad));
    }
}

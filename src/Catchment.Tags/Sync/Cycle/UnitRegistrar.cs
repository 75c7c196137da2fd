using Catchment.Tags.Store;
using Catchment.Tags.Sync.Statistics;
using Catchment.Tags.Sync.Writing;

namespace Catchment.Tags.Sync.Cycle;

/// <summary>Registers the points that rules give a unit, before their first value comes; only those that are not yet as the rules say. Source: <c>tags</c> 11 (FE3).</summary>
/// <param name="writer">The gateway.</param>
/// <param name="tally">Told what is refused.</param>
internal sealed class UnitRegistrar(ITagWriter writer, SyncTally tally)
{
    private readonly Dictionary<string, KnownPoint> _known = new(StringComparer.Ordinal);
    private readonly List<PendingWrite> _open = [];

    /// <summary>Registers what differs.</summary>
    /// <param name="pending">Values.</param>
    /// <param name="start">The first of those that are about to be written.</param>
    /// <param name="end">The one behind the last of them.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>Why the gateway did not answer; null: it did.</returns>
    internal async ValueTask<string?> RegisterAsync(List<PendingWrite> pending, int start, int end, CancellationToken cancellation)
    {
        if (!writer.IsExtended)
            return null;
        _open.Clear();
        for (var i = start; i < end; i++)
        {
            if (pending[i].Tag is { Plan.Units: not null } tag && tag.RegisteredIn != writer.Session)
                _open.Add(pending[i]);
        }

        if (_open.Count == 0)
            return null;
        _known.Clear();
        if (await writer.ReadAsync([.. _open.Select(static one => one.Tag.Key!)], _known, cancellation) is { } unanswered)
            return unanswered;
        foreach (var one in _open)
        {
            if (await RegisterAsync(one, cancellation) is { } trouble)
                return trouble;
            one.Tag.RegisteredIn = writer.Session;
        }

        return null;
    }

    private async ValueTask<string?> RegisterAsync(PendingWrite one, CancellationToken cancellation)
    {
        var (plan, key) = (one.Tag.Plan!, one.Tag.Key!);
        var isKnown = _known.TryGetValue(key, out var present);
        var type = plan.DataType ?? (isKnown ? present.DataType : TagCoercion.DataTypeOf(one.Value));
        if (isKnown && present.DataType == type && present.Units == plan.Units)
            return null;

        // Registering replaces all of them: what the rules do not speak of stays as somebody has decided.
        var initial = isKnown && present.DataType == type ? present.Initial : TagCoercion.DefaultOf(type == "int" ? "float" : type);
        var answer = await writer.RegisterAsync(key, new KnownPoint(type, plan.Units!, initial), cancellation);
        foreach (var refusal in answer.Refused)
            tally.Tell($"Error registering {key}: {refusal.Error}");
        return answer.Trouble;
    }
}

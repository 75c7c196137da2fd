using Catchment.Protocols.Snmp.Wire;

namespace Catchment.Protocols.Snmp.Asking;

/// <summary>
/// Reads rows of tables that follow one another with GetBulkRequests, which name the first of them alone, where that takes fewer requests
/// than to ask for each by its name.
/// </summary>
/// <param name="options">How the agent is asked.</param>
/// <param name="overhead">What is around a request's variables, in bytes, at most.</param>
/// <param name="ask">Asks.</param>
internal sealed class BulkReader(SnmpClientOptions options, int overhead, Func<int, int, IReadOnlyList<Oid>, CancellationToken, Task<IReadOnlyList<SnmpVariable>>> ask)
{
    private bool _isUsed = options.Version != SnmpVersion.V1 && options.MaxRepetitions > 1;
    private bool _hasFailed;
    private int _most = options.MaxVariables;

    /// <summary>Reads what is a gain; what it does not find is left.</summary>
    /// <param name="oids">The names.</param>
    /// <param name="readings">Take the values.</param>
    /// <param name="requests">How many requests it takes to ask for some by their names.</param>
    /// <param name="cancellation">Ends it.</param>
    internal async Task ReadAsync(IReadOnlyList<Oid> oids, SnmpReading[] readings, Func<IEnumerable<int>, int> requests, CancellationToken cancellation)
    {
        _hasFailed = false;
        if (!_isUsed || requests(Enumerable.Range(0, oids.Count)) is var all && all < 2)
            return;
        var plan = Plan(oids);
        if (plan.Count + requests(Enumerable.Range(0, oids.Count).Except(plan.SelectMany(static one => one.Places))) >= all)
            return;
        foreach (var one in plan)
        {
            try
            {
                var answer = await ask(one.NonRepeaters.Length, one.Repetitions, one.Names(oids), cancellation);
                if (one.Take(answer, oids, readings) > 0)
                    _most = Math.Max(1, answer.Count);
            }
            catch (SnmpException)
            {
                _hasFailed = true;
                return;
            }
        }
    }

    /// <summary>The agent answered when it was asked for names: it has no GetBulkRequest, if it did not answer that.</summary>
    internal void Answered() => _isUsed &= !_hasFailed;

    private List<BulkRequest> Plan(IReadOnlyList<Oid> oids)
    {
        var (segments, singles) = Segments(oids);
        var plan = new List<BulkRequest>();
        foreach (var group in segments.GroupBy(static segment => segment.Length).OrderByDescending(static group => group.Key))
        {
            var some = new List<int[]>();
            var left = plan.Count == 0 ? singles.Take(options.NonRepeaters).ToArray() : [];
            var (size, count) = (overhead + left.Sum(Size), left.Length);
            foreach (var segment in group)
            {
                if (some.Count > 0 && (size + Size(segment[0]) > options.MaxPduSize || count + segment.Length > _most))
                {
                    plan.Add(new BulkRequest(left, [.. some]));
                    some.Clear();
                    (left, size, count) = ([], overhead, 0);
                }

                some.Add(segment);
                size += Size(segment[0]);
                count += segment.Length;
            }

            plan.Add(new BulkRequest(left, [.. some]));
        }

        return plan;

        int Size(int place) => BerSize.Of(new SnmpVariable(oids[place], SnmpValue.Null));
    }

    /// <summary>The rows that follow one another, in pieces of the most repetitions; and what stands alone.</summary>
    private (List<int[]> Segments, List<int> Singles) Segments(IReadOnlyList<Oid> oids)
    {
        var sorted = Enumerable.Range(0, oids.Count).Where(i => BulkRequest.HasBefore(oids[i])).OrderBy(i => oids[i]).ToArray();
        var (segments, singles) = (new List<int[]>(), new List<int>());
        for (var first = 0; first < sorted.Length;)
        {
            var next = first + 1;
            while (next < sorted.Length && next - first < options.MaxRepetitions && BulkRequest.Follows(oids[sorted[next]], oids[sorted[next - 1]]))
                next++;
            if (next - first > 1)
                segments.Add(sorted[first..next]);
            else
                singles.Add(sorted[first]);
            first = next;
        }

        singles.Sort();
        return (segments, singles);
    }
}

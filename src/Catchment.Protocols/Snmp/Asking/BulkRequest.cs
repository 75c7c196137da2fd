namespace Catchment.Protocols.Snmp.Asking;

/// <summary>A GetBulkRequest whose answer is known beforehand but for the values. Source: RFC 3416, 4.2.3.</summary>
/// <param name="NonRepeaters">The places of the names that are read once.</param>
/// <param name="Repeaters">The places of those that are read row after row, all as many.</param>
internal sealed record BulkRequest(int[] NonRepeaters, int[][] Repeaters)
{
    /// <summary>How many rows.</summary>
    internal int Repetitions => Repeaters[0].Length;

    /// <summary>The places of what is read.</summary>
    internal IEnumerable<int> Places => NonRepeaters.Concat(Repeaters.SelectMany(static repeater => repeater));

    /// <summary>The names to ask behind.</summary>
    internal Oid[] Names(IReadOnlyList<Oid> oids) => [.. NonRepeaters.Concat(Repeaters.Select(static repeater => repeater[0])).Select(place => Before(oids[place]))];

    /// <summary>Takes the values of the names that came; the others are left.</summary>
    /// <returns>How many variables were missing, because the answer was as long as the agent sends.</returns>
    internal int Take(IReadOnlyList<SnmpVariable> answer, IReadOnlyList<Oid> oids, SnmpReading[] readings)
    {
        var at = 0;
        foreach (var place in NonRepeaters)
            TakeNext(place);
        for (var row = 0; row < Repetitions; row++)
        {
            foreach (var repeater in Repeaters)
                TakeNext(repeater[row]);
        }

        return Math.Max(0, at - answer.Count);

        void TakeNext(int place)
        {
            if (at < answer.Count && answer[at].Oid == oids[place] && !answer[at].Value.IsException)
                readings[place] = new SnmpReading(answer[at].Value, null);
            at++;
        }
    }

    /// <summary>Whether a name can be asked for as the one behind another.</summary>
    internal static bool HasBefore(Oid oid) => oid.Length > 2;

    /// <summary>Whether one name is the next row of the other's column.</summary>
    internal static bool Follows(Oid oid, Oid before) =>
        oid.Length == before.Length && oid.Arcs[..^1].SequenceEqual(before.Arcs[..^1]) && oid.Arcs[^1] == before.Arcs[^1] + 1L;

    private static Oid Before(Oid oid) => oid.Arcs[^1] == 0 ? oid.Prefix(oid.Length - 1) : oid.Prefix(oid.Length - 1).Append(oid.Arcs[^1] - 1);
}

using Catchment.Protocols.Snmp.Wire;

namespace Catchment.Protocols.Snmp.Asking;

/// <summary>
/// Reads many variables in few requests, each variable for itself: what is refused about one costs no other. How many an agent takes at
/// once is remembered.
/// </summary>
/// <param name="options">How the agent is asked.</param>
/// <param name="overhead">What is around a request's variables, in bytes, at most.</param>
/// <param name="ask">Asks for some names; the values are in their order.</param>
/// <param name="bulk">Reads tables.</param>
internal sealed class VariableReader(SnmpClientOptions options, int overhead, Func<IReadOnlyList<Oid>, CancellationToken, Task<IReadOnlyList<SnmpVariable>>> ask, BulkReader bulk)
{
    // An agent that answers neither of two requests one behind the other is away; one may be silent about what is too much for it.
    private const int SilentRequests = 2;

    // So many good requests of the size that was learned, and twice as many each time, let a longer one be tried: what was lost may have been lost by chance.
    private const int LeastGood = 64;
    private const int MostGood = 1 << 20;

    private int _most = options.MaxVariables;
    private int _good;
    private int _goodForMore = LeastGood;

    /// <summary>Reads.</summary>
    internal async Task<SnmpReading[]> ReadAsync(IReadOnlyList<Oid> oids, CancellationToken cancellation)
    {
        var run = new Run(oids, new SnmpReading[oids.Count]);
        await bulk.ReadAsync(oids, run.Readings, places => Requests(oids, [.. places]), cancellation);
        int[] left = [.. Enumerable.Range(0, oids.Count).Where(i => run.Readings[i] == default)];
        for (var next = 0; next < left.Length && run.Away is null;)
        {
            var part = Part(oids, left, next);
            if (await TryReadAsync(run, part, cancellation))
                next += part.Length;
        }

        if (run.Away is null)
            bulk.Answered();
        else
        {
            foreach (ref var reading in run.Readings.AsSpan())
            {
                if (reading == default)
                    reading = new SnmpReading(default, run.Away);
            }
        }

        return run.Readings;
    }

    /// <summary>As many from one on as a request holds.</summary>
    private int[] Part(IReadOnlyList<Oid> oids, int[] places, int next)
    {
        var (size, end) = (overhead, next);
        while (end < places.Length && end - next < _most && ((size += BerSize.Of(new SnmpVariable(oids[places[end]], SnmpValue.Null))) <= options.MaxPduSize || end == next))
            end++;
        return places[next..end];
    }

    /// <summary>How many requests hold some.</summary>
    private int Requests(IReadOnlyList<Oid> oids, int[] places)
    {
        var requests = 0;
        for (var next = 0; next < places.Length; requests++)
            next += Part(oids, places, next).Length;
        return requests;
    }

    /// <summary>Asks for some at once.</summary>
    /// <returns>False: fewer are to be asked for at once.</returns>
    private async Task<bool> TryReadAsync(Run run, int[] part, CancellationToken cancellation)
    {
        while (part.Length > 0)
        {
            SnmpException trouble;
            try
            {
                var answer = await ask([.. part.Select(i => run.Oids[i])], cancellation);
                run.Silent = 0;
                for (var i = 0; i < part.Length; i++)
                    run.Readings[part[i]] = new SnmpReading(answer[i].Value, null);
                Grow(part.Length);
                return true;
            }
            catch (SnmpException e)
            {
                trouble = e;
            }

            switch (trouble)
            {
                case { Fault: SnmpFault.Unreachable or SnmpFault.Security }:
                    run.Away = trouble;
                    return false;
                case { Fault: SnmpFault.Timeout }:
                    return await TryFewerAsync(run, part, trouble, cancellation);
            }

            run.Silent = 0;
            if (part.Length == 1)
            {
                run.Readings[part[0]] = new SnmpReading(default, trouble);
                return true;
            }

            if (trouble.Status == SnmpErrorStatus.TooBig)
            {
                Shrink(part.Length / 2);
                return false;
            }

            if (trouble.Index is > 0 and var index)
            {
                run.Readings[part[index - 1]] = new SnmpReading(default, trouble);
                part = [.. part[..(index - 1)], .. part[index..]];
            }
            else
            {
                // Nobody says which one it is about.
                var half = part.Length / 2;
                return await TryReadAsync(run, part[..half], cancellation) && await TryReadAsync(run, part[half..], cancellation);
            }
        }

        return true;
    }

    /// <summary>Finds out whether an agent that did not answer is away, or was asked for too much.</summary>
    private async Task<bool> TryFewerAsync(Run run, int[] part, SnmpException trouble, CancellationToken cancellation)
    {
        if (++run.Silent == SilentRequests)
        {
            run.Away = trouble;
            return false;
        }

        if (part.Length == 1)
        {
            run.Readings[part[0]] = new SnmpReading(default, trouble);
            return true;
        }

        if (await TryReadAsync(run, part[..1], cancellation) && run.Silent == 0)
            Shrink(part.Length / 2);
        return false;
    }

    private void Shrink(int most) => (_most, _good) = (most, 0);

    private void Grow(int length)
    {
        if (length != _most || _most >= options.MaxVariables || ++_good < _goodForMore)
            return;
        (_most, _good) = (Math.Min(options.MaxVariables, _most * 2), 0);
        _goodForMore = Math.Min(_goodForMore * 2, MostGood);
    }

    /// <summary>One reading of many.</summary>
    private sealed class Run(IReadOnlyList<Oid> oids, SnmpReading[] readings)
    {
        internal IReadOnlyList<Oid> Oids { get; } = oids;

        internal SnmpReading[] Readings { get; } = readings;

        /// <summary>Requests without an answer, one behind the other.</summary>
        internal int Silent { get; set; }

        /// <summary>Why the agent is asked for nothing more; null: it answers.</summary>
        internal SnmpException? Away { get; set; }
    }
}

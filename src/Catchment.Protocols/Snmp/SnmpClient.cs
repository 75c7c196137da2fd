using System.Runtime.CompilerServices;
using Catchment.Protocols.Snmp.Asking;
using Catchment.Protocols.Snmp.Wire;

namespace Catchment.Protocols.Snmp;

/// <summary>
/// A manager that asks one agent over UDP, one request at a time; calls that come together wait for each other. Nothing is sent before
/// the first call. With v3 it finds out the agent's engine by itself, and again when that has started anew or is another one.
/// </summary>
public sealed class SnmpClient : IDisposable
{
    private readonly SnmpClientOptions _options;
    private readonly Exchange _exchange;
    private readonly VariableReader _reader;

    /// <summary>Prepares.</summary>
    /// <exception cref="SnmpException"><see cref="SnmpFault.Invalid"/>: an option cannot be.</exception>
    public SnmpClient(SnmpClientOptions options)
    {
        if (options.MaxPduSize is < UserMessage.LeastMaxSize or > SnmpAgentOptions.MostMessageBytes)
            throw new SnmpException(SnmpFault.Invalid, $"the longest request must be {UserMessage.LeastMaxSize} to {SnmpAgentOptions.MostMessageBytes} bytes");
        if (options.MaxVariables < 1 || options.Retries < 0 || options.Timeout <= TimeSpan.Zero)
            throw new SnmpException(SnmpFault.Invalid, "a request has at least one variable, a time-out, and no negative number of retries");
        _options = options;
        _exchange = new Exchange(options);
        _reader = new VariableReader(options, _exchange.Overhead, ReadPartAsync, new BulkReader(options, _exchange.Overhead, GetBulkAsync));
    }

    /// <summary>Messages that were sent, also those that were sent again, and those that find out the engine.</summary>
    public long Sent => _exchange.Sent;

    /// <summary>Reads variables; as many as fit are asked for at once, and fewer when the agent says that its answer is too big.</summary>
    /// <param name="oids">Their names.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>In the order of the names; in v2c and v3 one that is not there has such a value (<see cref="SnmpValue.IsException"/>).</returns>
    /// <exception cref="SnmpException">There is no good answer; with v1 also when one is not there. The index counts from the first of all names.</exception>
    public async Task<IReadOnlyList<SnmpVariable>> GetAsync(IReadOnlyList<Oid> oids, CancellationToken cancellation = default)
    {
        var all = new List<SnmpVariable>(oids.Count);
        var most = _options.MaxVariables;
        while (all.Count < oids.Count)
        {
            var some = Some(oids, all.Count, most);
            try
            {
                var answer = await AskAsync(SnmpPduType.Get, 0, 0, some, cancellation, all.Count);
                CheckNames(answer, some);
                all.AddRange(answer);
            }
            catch (SnmpException e) when (e.Status == SnmpErrorStatus.TooBig && some.Length > 1)
            {
                most = some.Length / 2;
            }
        }

        return all;
    }

    /// <summary>Reads one variable.</summary>
    /// <exception cref="SnmpException">There is no good answer.</exception>
    public async Task<SnmpValue> GetAsync(Oid oid, CancellationToken cancellation = default) => (await GetAsync([oid], cancellation))[0].Value;

    /// <summary>
    /// Reads variables, each for itself: what the agent refuses about one costs no other. As many as fit are asked for at once; how many the
    /// agent takes at once is remembered. Rows of tables are read by GetBulkRequests where the options say so. An agent that answers neither of two requests is asked for nothing more in this call.
    /// </summary>
    /// <param name="oids">Their names. For one call at a time.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>A value or an error for each, in the order of the names.</returns>
    public async Task<IReadOnlyList<SnmpReading>> ReadAsync(IReadOnlyList<Oid> oids, CancellationToken cancellation = default) => await _reader.ReadAsync(oids, cancellation);

    /// <summary>Reads the variables that follow some names.</summary>
    /// <exception cref="SnmpException">There is no good answer; with v1 also when nothing follows.</exception>
    public async Task<IReadOnlyList<SnmpVariable>> GetNextAsync(IReadOnlyList<Oid> oids, CancellationToken cancellation = default)
    {
        var asked = Some(oids, 0, int.MaxValue);
        var answer = await AskAsync(SnmpPduType.GetNext, 0, 0, asked, cancellation);
        return answer.Count == asked.Length ? answer : throw Bad($"{answer.Count} variables instead of {asked.Length}");
    }

    /// <summary>Reads many variables that follow some names. Not in v1.</summary>
    /// <param name="nonRepeaters">So many of the names are followed once.</param>
    /// <param name="maxRepetitions">So often the others are followed, at most.</param>
    /// <param name="oids">The names.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="SnmpException">There is no good answer.</exception>
    public async Task<IReadOnlyList<SnmpVariable>> GetBulkAsync(int nonRepeaters, int maxRepetitions, IReadOnlyList<Oid> oids, CancellationToken cancellation = default) =>
        _options.Version == SnmpVersion.V1
            ? throw new SnmpException(SnmpFault.Invalid, "v1 has no GetBulkRequest")
            : await AskAsync(SnmpPduType.GetBulk, Math.Max(0, nonRepeaters), Math.Max(0, maxRepetitions), Some(oids, 0, int.MaxValue), cancellation);

    /// <summary>Writes variables, all or none.</summary>
    /// <exception cref="SnmpException">They were not written, or there is no answer, and then they may have been.</exception>
    public Task SetAsync(IReadOnlyList<SnmpVariable> variables, CancellationToken cancellation = default) =>
        AskAsync(SnmpPduType.Set, 0, 0, variables, cancellation);

    /// <summary>Reads a subtree in its order; with v1 one by one, otherwise many at once.</summary>
    /// <param name="root">The subtree.</param>
    /// <param name="maxRepetitions">How many are asked for at once.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="SnmpException">There is no good answer, or one that does not come forward.</exception>
    public async IAsyncEnumerable<SnmpVariable> WalkAsync(Oid root, int maxRepetitions = 10, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var last = root;
        while (true)
        {
            IReadOnlyList<SnmpVariable> some;
            try
            {
                some = _options.Version == SnmpVersion.V1
                    ? await GetNextAsync([last], cancellation)
                    : await GetBulkAsync(0, Math.Max(1, maxRepetitions), [last], cancellation);
            }
            catch (SnmpException e) when (_options.Version == SnmpVersion.V1 && e.Status == SnmpErrorStatus.NoSuchName)
            {
                yield break;
            }

            if (some.Count == 0)
                throw Bad("it holds nothing");
            foreach (var one in some)
            {
                if (one.Value.Type == SnmpType.EndOfMibView || !one.Oid.StartsWith(root))
                    yield break;
                if (one.Oid <= last)
                    throw Bad($"{one.Oid} does not come after {last}");
                last = one.Oid;
                yield return one;
            }
        }
    }

    /// <summary>Notifies somebody who confirms it.</summary>
    /// <param name="upTime">sysUpTime of the one that notifies, in hundredths of a second.</param>
    /// <param name="notification">What.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="SnmpException">It was not confirmed.</exception>
    public async Task InformAsync(uint upTime, SnmpNotification notification, CancellationToken cancellation = default)
    {
        if (_options.Version == SnmpVersion.V1)
            throw new SnmpException(SnmpFault.Invalid, "v1 has no InformRequest");
        await AskAsync(SnmpPduType.Inform, 0, 0, Notices.Variables(upTime, notification), cancellation);
    }

    /// <summary>Closes the socket; a call that is under way fails.</summary>
    public void Dispose() => _exchange.Dispose();

    /// <summary>As many names from one on as a request holds; at least one.</summary>
    private SnmpVariable[] Some(IReadOnlyList<Oid> oids, int from, int most)
    {
        if (oids.Count == 0)
            throw new SnmpException(SnmpFault.Invalid, "a request needs a name");
        var size = _exchange.Overhead;
        var some = new List<SnmpVariable>();
        for (var i = from; i < oids.Count && some.Count < most; i++)
        {
            var one = new SnmpVariable(oids[i], SnmpValue.Null);
            size += BerSize.Of(one);
            if (size > _options.MaxPduSize && most != int.MaxValue && some.Count > 0)
                break;
            some.Add(one);
        }

        return [.. some];
    }

    private async Task<IReadOnlyList<SnmpVariable>> ReadPartAsync(IReadOnlyList<Oid> oids, CancellationToken cancellation)
    {
        var asked = Some(oids, 0, int.MaxValue);
        var answer = await AskAsync(SnmpPduType.Get, 0, 0, asked, cancellation);
        CheckNames(answer, asked);
        return answer;
    }

    private async Task<IReadOnlyList<SnmpVariable>> AskAsync(
        SnmpPduType type,
        int first,
        int second,
        IReadOnlyList<SnmpVariable> variables,
        CancellationToken cancellation,
        int before = 0)
    {
        foreach (var one in variables)
        {
            if (!one.Oid.CanBeSent)
                throw new SnmpException(SnmpFault.Invalid, $"'{one.Oid}' cannot be the name of a variable");
        }

        var answer = await _exchange.AskAsync(type, first, second, variables, cancellation);
        var status = (SnmpErrorStatus)answer.First;
        if (status == SnmpErrorStatus.NoError)
            return answer.Variables;
        var index = answer.Second > 0 && answer.Second <= variables.Count ? before + answer.Second : 0;
        var about = index > 0 ? $" about variable {index}, {variables[answer.Second - 1].Oid}" : string.Empty;
        throw new SnmpException(SnmpFault.Refused, $"{_options.Endpoint} answers {Notices.Name(status)}{about}", status, index);
    }

    private void CheckNames(IReadOnlyList<SnmpVariable> answer, SnmpVariable[] asked)
    {
        if (answer.Count != asked.Length)
            throw Bad($"{answer.Count} variables instead of {asked.Length}");
        for (var i = 0; i < asked.Length; i++)
        {
            if (answer[i].Oid != asked[i].Oid)
                throw Bad($"{answer[i].Oid} where {asked[i].Oid} was asked for");
        }
    }

    private SnmpException Bad(string what) => new(SnmpFault.BadAnswer, $"a strange answer of {_options.Endpoint}: {what}");
}

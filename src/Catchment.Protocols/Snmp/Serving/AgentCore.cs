using System.Security.Cryptography;
using System.Text;

namespace Catchment.Protocols.Snmp.Serving;

/// <summary>What all of an agent's listeners share.</summary>
internal sealed class AgentCore : IDisposable
{
    private const int MostSeenSets = 100_000;

    private readonly (byte[] Name, SnmpCommunity Community, AccessRights Rights)[] _communities;
    private readonly ServedUser[] _users;

    /// <summary>Prepares the objects and the users' keys.</summary>
    /// <exception cref="SnmpException"><see cref="SnmpFault.Invalid"/>: a user or an option cannot be.</exception>
    internal AgentCore(SnmpAgentOptions options, AgentEngine engine, ISnmpObjects given)
    {
        Options = options;
        Engine = engine;
        Objects = new AgentObjects(options, engine, Counters, given);
        _communities = [.. options.Communities.Select(c => (Encoding.UTF8.GetBytes(c.Name), c, new AccessRights(c.Read, c.Write)))];
        _users = [.. options.Users.Select(u => new ServedUser(u, engine.Id))];
    }

    internal SnmpAgentOptions Options { get; }

    internal AgentEngine Engine { get; }

    internal AgentCounters Counters { get; } = new();

    internal ISnmpObjects Objects { get; }

    /// <summary>One request that writes at a time.</summary>
    internal Lock SetGate { get; } = new();

    internal SeenSets SeenSets { get; } = new(MostSeenSets);

    internal bool ServesCommunities => _communities.Length > 0;

    internal bool ServesUsers => _users.Length > 0;

    /// <summary>Finds a community that may be used from there.</summary>
    /// <returns>null: none; then <paramref name="named"/> says whether there is one of that name for others.</returns>
    internal AccessRights? Community(ReadOnlySpan<byte> name, System.Net.IPAddress peer, out bool named)
    {
        named = false;
        AccessRights? found = null;
        foreach (var one in _communities)
        {
            if (!CryptographicOperations.FixedTimeEquals(one.Name, name))
                continue;
            named = true;
            if (found is null && one.Community.Admits(peer))
                found = one.Rights;
        }

        return found;
    }

    /// <summary>Finds a user; null: there is none of that name.</summary>
    internal ServedUser? User(ReadOnlySpan<byte> name)
    {
        foreach (var one in _users)
        {
            if (name.SequenceEqual(one.Name))
                return one;
        }

        return null;
    }

    public void Dispose() => Array.ForEach(_users, static user => user.Dispose());
}

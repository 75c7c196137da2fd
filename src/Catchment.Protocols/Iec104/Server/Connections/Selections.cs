using Catchment.Protocols.Iec104.Asdus;

namespace Catchment.Protocols.Iec104.Server.Connections;

/// <summary>The commands that are selected and not yet executed. Source: IEC 60870-5-5, 6.8.</summary>
/// <param name="options">How long they stand, and whether they are needed.</param>
internal sealed class Selections(Iec104ServerOptions options)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<long, Selection> _selected = [];

    /// <summary>Selects an object, unless another connection has selected it.</summary>
    public bool TrySelect(ServedConnection owner, in Iec104Command command)
    {
        lock (_gate)
        {
            if (Find(command) is { } held && held.Owner != owner)
                return false;
            _selected[Key(command)] = new Selection(owner, command.Type, command.Information.Bits, command.Information.AsSelect(false).Qualifier, options.Time.GetTimestamp());
            return true;
        }
    }

    /// <summary>Whether a command may be executed: nobody else has selected its object, and it was selected just so if that is needed.</summary>
    public bool TryExecute(ServedConnection owner, in Iec104Command command)
    {
        lock (_gate)
        {
            if (Find(command) is not { } held)
                return !options.SelectRequired || !command.Type.IsSelectable();
            if (held.Owner != owner)
                return false;
            _selected.Remove(Key(command));
            return held.Type == command.Type && held.Bits == command.Information.Bits && held.Qualifier == command.Information.Qualifier;
        }
    }

    /// <summary>Takes a selection back, unless it is another connection's.</summary>
    public bool TryCancel(ServedConnection owner, in Iec104Command command)
    {
        lock (_gate)
        {
            if (Find(command) is { } held && held.Owner != owner)
                return false;
            _selected.Remove(Key(command));
            return true;
        }
    }

    /// <summary>Takes back all selections of a connection.</summary>
    public void Drop(ServedConnection owner)
    {
        lock (_gate)
        {
            foreach (var (key, held) in _selected)
            {
                if (held.Owner == owner)
                    _selected.Remove(key);
            }
        }
    }

    private static long Key(in Iec104Command command) => ((long)command.CommonAddress << 24) | (uint)command.Information.Address;

    private Selection? Find(in Iec104Command command)
    {
        if (!_selected.TryGetValue(Key(command), out var held))
            return null;
        if (options.Time.GetElapsedTime(held.Since) < options.SelectTimeout)
            return held;
        _selected.Remove(Key(command));
        return null;
    }

    private sealed record Selection(ServedConnection Owner, TypeId Type, int Bits, byte Qualifier, long Since);
}

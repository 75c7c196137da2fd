using Catchment.Protocols.Modbus;
using Catchment.Tags.Mappings;
using Catchment.Tags.Settings;
using Catchment.Tags.Store;

namespace Catchment.Tags.Servers.Modbus;

/// <summary>
/// The four tables that masters see. Where a mapping lies, a register is encoded from its point at the moment it is read: what was
/// written to the store is visible at once, and costs nothing while nobody reads. Elsewhere it is memory. Source: <c>tags</c> 6.1.
/// </summary>
/// <remarks>One lock makes a request one step; lock order: the image's, then the store's.</remarks>
public sealed partial class ModbusImage : IModbusTables, IDisposable
{
    private readonly Lock _gate = new();
    private readonly TagStore _store;
    private readonly MappingTable<ModbusMapping> _mappings;
    private readonly ModbusOptions _options;
    private readonly Dictionary<string, ModbusBinding> _bindings = new(StringComparer.Ordinal);

    // One slot for each address. Coils and discrete inputs have two places: one bit in their own table, all their registers in the mirror.
    private readonly SlotTable _coils = new();
    private readonly SlotTable _discretes = new();
    private readonly SlotTable _holding = new();
    private readonly SlotTable _inputs = new();
    private readonly SlotTable _mirroredCoils = new();
    private readonly SlotTable _mirroredDiscretes = new();

    private byte[] _coilMemory = [];
    private byte[] _holdingMemory = [];

    /// <summary>The image of mappings, which it follows until it is disposed.</summary>
    /// <param name="store">The points.</param>
    /// <param name="mappings">Where they stand.</param>
    /// <param name="options">How they are served.</param>
    public ModbusImage(TagStore store, MappingTable<ModbusMapping> mappings, ModbusOptions options)
    {
        ArgumentNullException.ThrowIfNull(mappings);
        (_store, _mappings, _options) = (store, mappings, options);
        _mappings.Changed += Follow;
        foreach (var mapping in mappings.All)
            Refresh(mapping.Id);
    }

    /// <summary>Follows the mappings no more.</summary>
    public void Dispose() => _mappings.Changed -= Follow;

    private void Follow(object? sender, MappingChangedEventArgs<ModbusMapping> change) => Refresh((change.Now ?? change.Before)!.Id);

    /// <summary>Makes the image what the table says of an id, now: whoever comes last sees the newest, so that the order of calls does not matter.</summary>
    private void Refresh(string id)
    {
        lock (_gate)
        {
            var present = _mappings.TryGet(id, out var mapping) ? mapping : null;
            if (_bindings.Remove(id, out var before))
                Place(before, null);
            // A place beyond the tables is refused where mappings come in; one that was kept by an older program harms nobody.
            if (present is null or { RegisterAddress: < 0 or >= ModbusLimits.TableSize })
                return;
            var binding = new ModbusBinding(present, _store, _options);
            _bindings.Add(id, binding);
            Place(binding, binding);
        }
    }

    private void Place(ModbusBinding where, ModbusBinding? what)
    {
        switch (where.Table)
        {
            case ModbusTable.Coils:
                _coils.Set(where, 1, what);
                _mirroredCoils.Set(where, where.Count, what);
                break;
            case ModbusTable.DiscreteInputs:
                _discretes.Set(where, 1, what);
                _mirroredDiscretes.Set(where, where.Count, what);
                break;
            case ModbusTable.InputRegisters:
                _inputs.Set(where, where.Count, what);
                break;
            default:
                _holding.Set(where, where.Count, what);
                break;
        }

        Forget(where);
    }

    /// <summary>What was in memory beneath a mapping does not come back when it goes: its registers become 0.</summary>
    private void Forget(ModbusBinding binding)
    {
        if (binding.Table == ModbusTable.Coils && _coilMemory.Length > 0)
            _coilMemory[binding.Address] = 0;
        if (_holdingMemory.Length == 0 || (binding.Table != ModbusTable.HoldingRegisters && !_options.MirrorToHolding))
            return;
        var count = Math.Min(binding.Count, ModbusLimits.TableSize - binding.Address);
        _holdingMemory.AsSpan(2 * binding.Address, 2 * count).Clear();
    }

    private ModbusBinding? Holding(int address)
    {
        var own = _holding[address];
        return own is not null || !_options.MirrorToHolding ? own : _mirroredCoils[address] ?? _mirroredDiscretes[address] ?? _inputs[address];
    }

    /// <summary>Which mapping lies at each address of a table; takes memory when the first one does.</summary>
    private sealed class SlotTable
    {
        private ModbusBinding?[] _slots = [];

        public ModbusBinding? this[int address] => _slots.Length == 0 ? null : _slots[address];

        public void Set(ModbusBinding where, int count, ModbusBinding? what)
        {
            if (_slots.Length == 0)
                _slots = new ModbusBinding?[ModbusLimits.TableSize];
            var end = Math.Min(where.Address + count, ModbusLimits.TableSize);
            for (var address = where.Address; address < end; address++)
            {
                // A mapping that another one lies upon takes only its own away.
                if (what is not null || _slots[address] == where)
                    _slots[address] = what;
            }
        }
    }
}

using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Catchment.Files.Finder;

/// <summary>
/// Numbers by numbers, 16 bytes each in one piece of memory: a million files that are looked for in each search are not to cost more, in memory
/// or in waiting for it, than they must. For one thread at a time.
/// </summary>
internal sealed class KnownTable
{
    private const int LeastSlots = 64;

    private Slot[] _slots = new Slot[LeastSlots];

    /// <summary>How many there are.</summary>
    internal int Count { get; private set; }

    /// <summary>Where a key's number is; null: the key is not there. Valid until the next change.</summary>
    /// <param name="key">The key.</param>
    internal ref ulong Find(ulong key)
    {
        var mask = _slots.Length - 1;
        for (var i = Home(key); ; i = (i + 1) & mask)
        {
            ref var slot = ref _slots[i];
            if (slot.Value == 0)
                return ref Unsafe.NullRef<ulong>();
            if (slot.Key == key)
                return ref slot.Value;
        }
    }

    /// <summary>Adds a key that is not there.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">Its number, not 0.</param>
    internal void Add(ulong key, ulong value)
    {
        if ((Count + 1) * 4L > _slots.Length * 3L)
            Resize(_slots.Length * 2);
        Put(key, value);
        Count++;
    }

    /// <summary>Removes a key.</summary>
    /// <returns>Its number; 0: it was not there.</returns>
    internal ulong Remove(ulong key)
    {
        var mask = _slots.Length - 1;
        var i = Home(key);
        while (_slots[i].Value != 0 && _slots[i].Key != key)
            i = (i + 1) & mask;
        var value = _slots[i].Value;
        if (value == 0)
            return 0;

        // Those behind it that would not be found over a gap move up.
        for (var next = (i + 1) & mask; _slots[next].Value != 0; next = (next + 1) & mask)
        {
            if (((next - Home(_slots[next].Key)) & mask) < ((next - i) & mask))
                continue;
            _slots[i] = _slots[next];
            i = next;
        }

        _slots[i] = default;
        Count--;
        return value;
    }

    /// <summary>Keeps some, and gives back memory that is not needed any more.</summary>
    /// <param name="isKept">Told a number; says whether it stays.</param>
    internal void Keep(Func<ulong, bool> isKept)
    {
        var kept = 0;
        foreach (ref var slot in _slots.AsSpan())
        {
            if (slot.Value != 0 && isKept(slot.Value))
                kept++;
            else
                slot = default; // The others are put anew at once: a gap does no harm.
        }

        Count = kept;
        Resize((int)Math.Max(LeastSlots, BitOperations.RoundUpToPowerOf2((uint)kept * 2)));
    }

    /// <summary>All of them.</summary>
    /// <param name="each">Told each key and its number.</param>
    internal void ForEach(Action<ulong, ulong> each)
    {
        foreach (var slot in _slots)
        {
            if (slot.Value != 0)
                each(slot.Key, slot.Value);
        }
    }

    /// <summary>Removes all.</summary>
    internal void Clear()
    {
        _slots = new Slot[LeastSlots];
        Count = 0;
    }

    private void Resize(int length)
    {
        var old = _slots;
        _slots = new Slot[length];
        foreach (var slot in old)
        {
            if (slot.Value != 0)
                Put(slot.Key, slot.Value);
        }
    }

    private void Put(ulong key, ulong value)
    {
        var i = Home(key);
        while (_slots[i].Value != 0)
            i = (i + 1) & (_slots.Length - 1);
        _slots[i] = new Slot { Key = key, Value = value };
    }

    // Fibonacci hashing: the upper bits of the product depend on all of the key's.
    private int Home(ulong key) => (int)((key * 0x9E3779B97F4A7C15) >> 32) & (_slots.Length - 1);

    [StructLayout(LayoutKind.Auto)]
    private struct Slot
    {
        internal ulong Key;
        internal ulong Value;
    }
}

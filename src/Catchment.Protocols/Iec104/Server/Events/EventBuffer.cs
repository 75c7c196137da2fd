using System.Runtime.InteropServices;
using Catchment.Protocols.Iec104.Asdus;

namespace Catchment.Protocols.Iec104.Server.Events;

/// <summary>
/// What waits to be sent to one group: changes of points in order, of everything else the newest. What was sent is kept until it is
/// acknowledged, so that another connection can send it again. Used under its owner's lock.
/// </summary>
/// <param name="maxEvents">Changes of points that may wait.</param>
/// <param name="maxValues">Other objects that may wait.</param>
internal sealed class EventBuffer(int maxEvents, int maxValues)
{
    private const int None = -1;

    private readonly Dictionary<long, int> _newest = [];
    private readonly HashSet<int> _lossy = [];
    private Slot[] _slots = new Slot[16];
    private int _used;
    private int _free = None;
    private Chain _waiting = new(None, None);
    private Chain _flying = new(None, None);
    private int _events;

    /// <summary>Objects that wait.</summary>
    public int Count { get; private set; }

    /// <summary>Objects that were lost.</summary>
    public long Lost { get; private set; }

    /// <summary>Whether there is something to send.</summary>
    public bool HasNext => Count > 0 || _lossy.Count > 0;

    /// <summary>Adds an object.</summary>
    /// <returns>Whether another was lost for it, which nobody was told yet.</returns>
    public bool Add(in WaitingObject one)
    {
        if (!one.IsEvent)
        {
            ref var newest = ref CollectionsMarshal.GetValueRefOrAddDefault(_newest, one.Key, out var isThere);
            if (isThere)
            {
                // A change keeps its cause and its time; what has changed since then is put by itself.
                if (one.Cause.IsRepeated() && !_slots[newest].Object.Cause.IsRepeated())
                    return false;
                _slots[newest].Object = one;
                Unlink(ref _waiting, newest);
                Link(ref _waiting, newest, _waiting.Last);
                return false;
            }

            newest = Append(one);
        }
        else
        {
            Append(one);
            _events++;
        }

        if (_events <= maxEvents && Count - _events <= maxValues)
            return false;
        return LoseOldest(_events > maxEvents);
    }

    /// <summary>Takes a station whose losses its master has to be told of.</summary>
    public bool TryTakeLossy(out int commonAddress)
    {
        commonAddress = 0;
        if (_lossy.Count == 0)
            return false;
        commonAddress = _lossy.First();
        _lossy.Remove(commonAddress);
        return true;
    }

    /// <summary>The object that is next.</summary>
    public bool TryPeek(out WaitingObject one)
    {
        one = _waiting.First == None ? default : _slots[_waiting.First].Object;
        return _waiting.First != None;
    }

    /// <summary>The object that is next is being sent.</summary>
    public void Take()
    {
        var slot = _waiting.First;
        Forget(slot);
        Unlink(ref _waiting, slot);
        Link(ref _flying, slot, _flying.Last);
    }

    /// <summary>The oldest that were sent are acknowledged.</summary>
    public void Acknowledge(int count)
    {
        for (; count > 0 && _flying.First != None; count--)
            Release(ref _flying, _flying.First);
    }

    /// <summary>What was sent and not acknowledged waits again, before everything else, unless there is something newer.</summary>
    public void Requeue()
    {
        while (_flying.Last is var slot and not None)
        {
            Unlink(ref _flying, slot);
            ref var one = ref _slots[slot].Object;
            if (!one.IsEvent && !_newest.TryAdd(one.Key, slot))
            {
                (_slots[slot].Next, _free) = (_free, slot);
                continue;
            }

            Link(ref _waiting, slot, None);
            Count++;
            if (one.IsEvent)
                _events++;
        }
    }

    /// <summary>Forgets everything that waits.</summary>
    public void Clear()
    {
        while (_waiting.First != None)
            Drop(_waiting.First);
        Acknowledge(int.MaxValue);
        _lossy.Clear();
        _newest.Clear();
    }

    private bool LoseOldest(bool isEvent)
    {
        var slot = _waiting.First;
        while (_slots[slot].Object.IsEvent != isEvent)
            slot = _slots[slot].Next;
        var address = _slots[slot].Object.CommonAddress;
        Drop(slot);
        Lost++;
        return _lossy.Add(address);
    }

    private void Drop(int slot)
    {
        Forget(slot);
        Release(ref _waiting, slot);
    }

    private void Forget(int slot)
    {
        Count--;
        ref var one = ref _slots[slot].Object;
        if (one.IsEvent)
            _events--;
        else if (_newest.TryGetValue(one.Key, out var newest) && newest == slot)
            _newest.Remove(one.Key);
    }

    private int Append(in WaitingObject one)
    {
        int slot;
        if (_free != None)
        {
            slot = _free;
            _free = _slots[slot].Next;
        }
        else
        {
            if (_used == _slots.Length)
                Array.Resize(ref _slots, 2 * _used);
            slot = _used++;
        }

        _slots[slot].Object = one;
        Link(ref _waiting, slot, _waiting.Last);
        Count++;
        return slot;
    }

    private void Release(ref Chain chain, int slot)
    {
        Unlink(ref chain, slot);
        (_slots[slot].Next, _free) = (_free, slot);
    }

    private void Unlink(ref Chain chain, int slot)
    {
        var (before, after) = (_slots[slot].Before, _slots[slot].Next);
        chain = new Chain(before == None ? after : chain.First, after == None ? before : chain.Last);
        if (before != None)
            _slots[before].Next = after;
        if (after != None)
            _slots[after].Before = before;
    }

    private void Link(ref Chain chain, int slot, int behind)
    {
        var after = behind == None ? chain.First : _slots[behind].Next;
        (_slots[slot].Before, _slots[slot].Next) = (behind, after);
        chain = new Chain(behind == None ? slot : chain.First, after == None ? slot : chain.Last);
        if (behind != None)
            _slots[behind].Next = slot;
        if (after != None)
            _slots[after].Before = slot;
    }

    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Chain(int First, int Last);

    [StructLayout(LayoutKind.Auto)]
    private struct Slot
    {
        public WaitingObject Object;
        public int Before;
        public int Next;
    }
}

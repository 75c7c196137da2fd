namespace Catchment.Protocols.ZeroMq.Connections;

/// <summary>
/// The pooled buffer that a connection receives into. It grows by doubling while bytes really arrive, so that an announcement
/// alone costs nothing, and shrinks when the connection is idle. Used by the connection's own thread only.
/// </summary>
internal sealed class ReceiveBuffer : IDisposable
{
    /// <summary>Size for the handshake and for idle connections; noise that never gets further costs no more.</summary>
    public const int IdleSize = 4 * 1024;

    /// <summary>Size at work, and the part that the shared budget does not count.</summary>
    public const int WorkingSize = 64 * 1024;

    private readonly MemoryBudget _budget;
    private byte[] _bytes = MessageMemory.Rent(IdleSize);
    private int _start;
    private int _end;

    public ReceiveBuffer(MemoryBudget budget) => _budget = budget;

    /// <summary>What was received and not consumed.</summary>
    public ReadOnlySpan<byte> Pending => _bytes.AsSpan(_start, _end - _start);

    /// <summary>Where to receive to; never empty after <see cref="TryMakeRoom"/> returned true.</summary>
    public Span<byte> Free => _bytes.AsSpan(_end);

    /// <summary>The array that <see cref="Pending"/> lies in.</summary>
    public byte[] Bytes => _bytes;

    /// <summary>Where <see cref="Pending"/> begins.</summary>
    public int Start => _start;

    /// <summary>Size of the buffer.</summary>
    public int Capacity => _bytes.Length;

    /// <summary>Whether the buffer is the one that may exceed the budget, and did.</summary>
    public bool IsBeyondBudget => _bytes.Length > WorkingSize && _budget.IsBeyond(this);

    /// <summary>Says that bytes were written to <see cref="Free"/>.</summary>
    public void Received(int count) => _end += count;

    /// <summary>Gives up the first pending bytes.</summary>
    public void Consume(int count)
    {
        _start += count;
        if (_start == _end) _start = _end = 0;
    }

    /// <summary>
    /// Makes room to receive: moves what is pending to the front when little room is left, grows when there is none. The caller
    /// must hold no slice of the buffer.
    /// </summary>
    /// <returns>False when the buffer would have to grow and the budget is used up.</returns>
    public bool TryMakeRoom()
    {
        var free = _bytes.Length - _end;
        if (_start > 0 && free < _bytes.Length / 4)
        {
            Pending.CopyTo(_bytes);
            _end -= _start;
            _start = 0;
            free = _bytes.Length - _end;
        }

        return free > 0 || TryGrow();
    }

    /// <summary>Gives a large buffer back, though the connection is at work, when others need the memory and what is pending is little.</summary>
    public void ShrinkWhenMemoryIsShort()
    {
        if (_bytes.Length <= WorkingSize || Pending.Length > WorkingSize / 2 || !_budget.IsShort) return;
        Replace(MessageMemory.Rent(WorkingSize));
    }

    /// <summary>Gives a large buffer back when nothing is pending.</summary>
    public void ShrinkWhenEmpty()
    {
        if (_start == _end && _bytes.Length > IdleSize) Replace(MessageMemory.Rent(IdleSize));
    }

    /// <summary>
    /// Hands the whole array over, with the message that begins at <see cref="Start"/>; goes on with a fresh array that has what
    /// is pending behind the message.
    /// </summary>
    /// <param name="messageBytes">Octets of the message with its frame headers.</param>
    /// <returns>The array, which is now the caller's.</returns>
    public byte[] HandOver(int messageBytes)
    {
        var old = _bytes;
        var rest = Pending[messageBytes..];
        var fresh = MessageMemory.Rent(Math.Max(WorkingSize, rest.Length));
        rest.CopyTo(fresh);
        _budget.Take(Counted(fresh.Length));
        GiveBack(old.Length);
        _bytes = fresh;
        _start = 0;
        _end = rest.Length;
        return old;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_bytes.Length == 0) return;
        GiveBack(_bytes.Length);
        MessageMemory.Return(_bytes);
        _bytes = [];
        _start = _end = 0;
    }

    private static long Counted(int size) => Math.Max(0, size - WorkingSize);

    private bool TryGrow()
    {
        var size = _bytes.Length < WorkingSize ? WorkingSize : (int)Math.Min(_bytes.Length * 2L, Array.MaxLength);
        if (!_budget.TryTake(Counted(size) - Counted(_bytes.Length), this)) return false;
        var grown = MessageMemory.Rent(size);
        _budget.Take(Counted(grown.Length) - Counted(size));
        Pending.CopyTo(grown);
        MessageMemory.Return(_bytes);
        _bytes = grown;
        _end -= _start;
        _start = 0;
        return true;
    }

    private void Replace(byte[] smaller)
    {
        var pending = Pending.Length;
        Pending.CopyTo(smaller);
        MessageMemory.Return(_bytes);
        _budget.Take(Counted(smaller.Length));
        GiveBack(_bytes.Length);
        _bytes = smaller;
        _start = 0;
        _end = pending;
    }

    private void GiveBack(int size)
    {
        _budget.Release(Counted(size));
        _budget.EndExcess(this);
    }
}

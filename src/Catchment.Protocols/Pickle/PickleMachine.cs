using System.Buffers.Binary;
using System.Text;

namespace Catchment.Protocols.Pickle;

/// <summary>
/// Runs the opcodes of one pickle on a stack. Values are <see cref="string"/>, <see cref="long"/>, <see cref="double"/>, null,
/// <see cref="PickleSlice"/>, <c>List&lt;object?&gt;</c>, <see cref="PickleMapping"/>, <c>object?[]</c> (a tuple),
/// <see cref="PickleCallable"/>, <see cref="PickleArray"/>, <see cref="DateTime"/> and <see cref="PickledFrame"/>. Nothing here
/// calls itself, so that nesting costs no stack.
/// </summary>
internal ref struct PickleMachine
{
    private const int HighestProtocol = 5;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly ReadOnlySpan<byte> _bytes;
    private readonly PickleLimits _limits;
    private readonly List<object?> _stack = [];
    private readonly List<int> _marks = [];
    private readonly List<object?> _memo = [];
    private int _at;
    private int _items;
    private bool _hasFrame;

    public PickleMachine(ReadOnlySpan<byte> bytes, PickleLimits limits)
    {
        if (bytes.Length > limits.MaxBytes) throw new PickleException($"the pickle has {bytes.Length} bytes; at most {limits.MaxBytes} are read");
        _bytes = bytes;
        _limits = limits;
    }

    /// <summary>The one value that the pickle describes.</summary>
    /// <exception cref="PickleException">It is damaged, too large, or names what may not be called.</exception>
    public object? Run()
    {
        while (true)
        {
            var opcode = (PickleOpcode)Take(1)[0];
            if (opcode != PickleOpcode.Stop)
            {
                Step(opcode);
                continue;
            }

            if (_stack.Count != 1 || _marks.Count != 0 || _at != _bytes.Length) throw new PickleException("the pickle does not end with its one value");
            return _stack[0];
        }
    }

    private void Step(PickleOpcode opcode)
    {
        switch (opcode)
        {
            case PickleOpcode.Protocol:
                if (Take(1)[0] is var protocol && protocol > HighestProtocol) throw new PickleException($"pickle protocol {protocol} is not known");
                break;
            case PickleOpcode.Frame:
                if (BinaryPrimitives.ReadUInt64LittleEndian(Take(8)) > (ulong)(_bytes.Length - _at)) throw Cut();
                break;
            case PickleOpcode.Mark:
                if (_marks.Count == _limits.MaxNesting) throw new PickleException($"the pickle is nested deeper than {_limits.MaxNesting}");
                _marks.Add(_stack.Count);
                break;
            case PickleOpcode.Memoize:
                if (_memo.Count == _limits.MaxRemembered) throw new PickleException($"the pickle remembers more than {_limits.MaxRemembered} values");
                _memo.Add(Top());
                break;
            case PickleOpcode.Get:
                Push(Remembered(Take(1)[0]));
                break;
            case PickleOpcode.LongGet:
                Push(Remembered(BinaryPrimitives.ReadUInt32LittleEndian(Take(4))));
                break;
            case PickleOpcode.Append or PickleOpcode.Appends or PickleOpcode.SetItem or PickleOpcode.SetItems:
                Fill(opcode);
                break;
            case PickleOpcode.Reduce:
                var arguments = Pop() as object?[] ?? throw new PickleException("a call has no tuple of arguments");
                var callable = Pop() as PickleCallable? ?? throw new PickleException("a call of something that is no name");

                // A frame is the whole reply; made again and again of the same values, few bytes would cost much.
                if (callable == PickleCallable.DataFrame && _hasFrame) throw new PickleException("the pickle has a second frame");
                _hasFrame |= callable == PickleCallable.DataFrame;
                Push(PickleCalls.Call(callable, arguments, _bytes, _limits));
                break;
            default:
                Push(Value(opcode));
                break;
        }
    }

    private object? Value(PickleOpcode opcode) => opcode switch
    {
        PickleOpcode.None => null,
        PickleOpcode.Int8 => (long)Take(1)[0],
        PickleOpcode.Int16 => (long)BinaryPrimitives.ReadUInt16LittleEndian(Take(2)),
        PickleOpcode.Int32 => (long)BinaryPrimitives.ReadInt32LittleEndian(Take(4)),
        PickleOpcode.Float => BinaryPrimitives.ReadDoubleBigEndian(Take(8)),
        PickleOpcode.ShortText => Text(Take(Take(1)[0])),
        PickleOpcode.Text => Text(Take(BinaryPrimitives.ReadUInt32LittleEndian(Take(4)))),
        PickleOpcode.ShortBytes => Slice(Take(1)[0]),
        PickleOpcode.Bytes => Slice(BinaryPrimitives.ReadUInt32LittleEndian(Take(4))),
        PickleOpcode.EmptyList => new List<object?>(),
        PickleOpcode.EmptyMapping => new PickleMapping(_limits.MaxColumns),
        PickleOpcode.EmptyTuple => Array.Empty<object?>(),
        PickleOpcode.Tuple1 => Pop(1),
        PickleOpcode.Tuple2 => Pop(2),
        PickleOpcode.Tuple3 => Pop(3),
        PickleOpcode.Tuple => Pop(SinceMark()),
        PickleOpcode.Global => PickleCalls.Find(Line(), Line()),
        PickleOpcode.StackGlobal => Pop(2) is [string module, string name] ? PickleCalls.Find(module, name) : throw new PickleException("a name that is no text"),
        _ => throw new PickleException($"opcode 0x{(byte)opcode:x2} at byte {_at - 1} is none that a pump's reply needs"),
    };

    /// <summary>Adds to the list or mapping below the items.</summary>
    private void Fill(PickleOpcode opcode)
    {
        var items = Pop(opcode switch
        {
            PickleOpcode.Append => 1,
            PickleOpcode.SetItem => 2,
            _ => SinceMark(),
        });
        switch (Top())
        {
            case List<object?> list when opcode is PickleOpcode.Append or PickleOpcode.Appends:
                list.AddRange(items);
                break;
            case PickleMapping mapping when opcode is PickleOpcode.SetItem or PickleOpcode.SetItems && items.Length % 2 == 0:
                for (var i = 0; i < items.Length; i += 2) mapping.Add(items[i], items[i + 1]);
                break;
            default:
                throw new PickleException("items for something that takes none");
        }
    }

    private object? Remembered(uint index) => index < _memo.Count ? _memo[(int)index] : throw new PickleException("a value that was never remembered");

    private int SinceMark()
    {
        if (_marks.Count == 0) throw new PickleException("items without a mark in front");
        var mark = _marks[^1];
        _marks.RemoveAt(_marks.Count - 1);
        return _stack.Count - mark;
    }

    private void Push(object? value)
    {
        if (++_items > _limits.MaxItems) throw new PickleException($"the pickle has more than {_limits.MaxItems} values");
        _stack.Add(value);
    }

    private object? Top() => _stack.Count > Floor() ? _stack[^1] : throw Missing();

    private object? Pop()
    {
        var value = Top();
        _stack.RemoveAt(_stack.Count - 1);
        return value;
    }

    private object?[] Pop(int count)
    {
        if (_stack.Count - Floor() < count) throw Missing();
        var values = new object?[count];
        _stack.CopyTo(_stack.Count - count, values, 0, count);
        _stack.RemoveRange(_stack.Count - count, count);
        return values;
    }

    /// <summary>What lies below a mark belongs to what is being filled there.</summary>
    private int Floor() => _marks.Count == 0 ? 0 : _marks[^1];

    private ReadOnlySpan<byte> Take(uint count)
    {
        if (count > (uint)(_bytes.Length - _at)) throw Cut();
        var taken = _bytes.Slice(_at, (int)count);
        _at += (int)count;
        return taken;
    }

    private PickleSlice Slice(uint count)
    {
        Take(count);
        return new PickleSlice(_at - (int)count, (int)count);
    }

    private string Line()
    {
        const int LongestName = 200;
        var rest = _bytes[_at..];
        var length = rest[..Math.Min(rest.Length, LongestName)].IndexOf((byte)'\n');
        if (length < 0) throw new PickleException("a name without an end");
        _at += length + 1;
        return Text(rest[..length]);
    }

    private static string Text(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return StrictUtf8.GetString(utf8);
        }
        catch (DecoderFallbackException)
        {
            throw new PickleException("a text that is not UTF-8");
        }
    }

    private static PickleException Cut() => new("the pickle is cut off");

    private static PickleException Missing() => new("an opcode finds too few values");
}

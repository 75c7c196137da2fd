using System.Collections.Immutable;
using Kind = Catchment.Tags.Calculation.FormulaTokenKind;
using Op = Catchment.Tags.Calculation.FormulaOpcode;

namespace Catchment.Tags.Calculation;

/// <summary>Reads a formula by descent, one method for each line of the table of precedences, and writes its program. Source: tags 7.1.</summary>
internal ref struct FormulaParser
{
    private readonly string _text;
    private readonly IReadOnlySet<string> _variables;
    private readonly List<FormulaInstruction> _program = [];
    private readonly List<string> _used = [];
    private FormulaTokenizer _tokens;
    private FormulaToken _token;
    private int _depth;

    public FormulaParser(string text, IReadOnlySet<string> variables)
    {
        (_text, _variables) = (text, variables);
        _tokens = new(text);
    }

    /// <summary>The variables that were met.</summary>
    public readonly ImmutableArray<string> Used => [.. _used];

    /// <summary>The program of the whole text.</summary>
    /// <exception cref="FormulaException">It is no formula, or it needs more than its bounds.</exception>
    public FormulaInstruction[] Parse()
    {
        _token = _tokens.Next();
        Choice();
        if (_token.Kind != Kind.End)
            throw Unexpected("an operator");
        var height = 0;
        foreach (var step in _program)
        {
            height += step.Growth;
            if (height > Formula.MaxStack)
                throw new FormulaException(step.Position, $"more than {Formula.MaxStack} operands wait for each other");
        }

        return [.. _program];
    }

    // c ? a : b and a if c else b
    private void Choice()
    {
        Descend();
        var start = _program.Count;
        Disjunction();
        if (Take(Kind.Question, out var at))
        {
            Arms(at, Kind.Colon, "':'");
        }
        else if (Take(Kind.If, out at))
        {
            // The condition stands behind the value, and has to be known before it: jumps are relative, so that code can be moved.
            var value = _program[start..];
            _program.RemoveRange(start, value.Count);
            Disjunction();
            var past = Reserve();
            _program.AddRange(value);
            var end = Reserve();
            Set(past, Op.JumpIfFalse, at);
            Expect(Kind.Else, "'else'");
            Choice();
            Set(end, Op.Jump, at);
        }

        _depth--;
    }

    private void Disjunction()
    {
        Conjunction();
        while (true)
        {
            if (Take(Kind.Or, out var at))
            {
                var jump = Reserve();
                Conjunction();
                Set(jump, Op.JumpIfTrueOrPop, at);
            }
            else if (Take(Kind.Nor, out at))
            {
                Conjunction();
                Emit(Op.Nor, at);
            }
            else
            {
                return;
            }
        }
    }

    private void Conjunction()
    {
        Negation();
        while (true)
        {
            if (Take(Kind.And, out var at))
            {
                var jump = Reserve();
                Negation();
                Set(jump, Op.JumpIfFalseOrPop, at);
                continue;
            }

            var operation = _token.Kind switch { Kind.Nand => Op.Nand, Kind.Xor => Op.Xor, Kind.Xnor => Op.Xnor, _ => Op.Constant };
            if (operation == Op.Constant)
                return;
            Take(_token.Kind, out at);
            Negation();
            Emit(operation, at);
        }
    }

    private void Negation()
    {
        if (!Take(Kind.Not, out var at))
        {
            Comparison();
            return;
        }

        Descend();
        Negation();
        _depth--;
        Emit(Op.Not, at);
    }

    // 1 < B < 5 is 1 < B and B < 5, with B evaluated once.
    private void Comparison()
    {
        Sum();
        List<(int Index, FormulaToken Operator)>? chained = null;
        while (_token.Kind is >= Kind.Equal and <= Kind.GreaterOrEqual)
        {
            var comparison = _token;
            _token = _tokens.Next();
            Sum();
            if (_token.Kind is >= Kind.Equal and <= Kind.GreaterOrEqual)
                (chained ??= []).Add((Reserve(), comparison));
            else
                _program.Add(new(Op.Compare, comparison.Position, Comparison: comparison.Kind));
        }

        foreach (var (index, comparison) in chained ?? [])
            _program[index] = new(Op.ChainOrJump, comparison.Position, _program.Count - index - 1, comparison.Kind);
    }

    private void Sum()
    {
        Product();
        while (_token.Kind is Kind.Plus or Kind.Minus)
        {
            var operation = _token.Kind == Kind.Plus ? Op.Add : Op.Subtract;
            Take(_token.Kind, out var at);
            Product();
            Emit(operation, at);
        }
    }

    private void Product()
    {
        Sign();
        while (_token.Kind is >= Kind.Times and <= Kind.Modulo)
        {
            var operation = _token.Kind switch { Kind.Times => Op.Multiply, Kind.Divide => Op.Divide, Kind.FloorDivide => Op.FloorDivide, _ => Op.Modulo };
            Take(_token.Kind, out var at);
            Sign();
            Emit(operation, at);
        }
    }

    private void Sign()
    {
        var negative = _token.Kind == Kind.Minus;
        if (!negative && _token.Kind != Kind.Plus)
        {
            Power();
            return;
        }

        Take(_token.Kind, out var at);
        Descend();
        Sign();
        _depth--;
        if (negative)
            Emit(Op.Negate, at);
    }

    private void Power()
    {
        Operand();
        if (!Take(Kind.Power, out var at))
            return;
        Descend();
        Sign();
        _depth--;
        Emit(Op.Power, at);
    }

    private void Operand()
    {
        var token = _token;
        _token = _tokens.Next();
        switch (token.Kind)
        {
            case Kind.Number:
                _program.Add(new(Op.Constant, token.Position, Number: token.Number));
                break;
            case Kind.Open:
                Choice();
                Expect(Kind.Close, "')'");
                break;
            case Kind.If when _token.Kind == Kind.Open:
                _token = _tokens.Next();
                Choice();
                Expect(Kind.Comma, "','");
                Arms(token.Position, Kind.Comma, "','");
                Expect(Kind.Close, "')'");
                break;
            case Kind.Name when _token.Kind == Kind.Open:
                Call(token);
                break;
            case Kind.Name:
                Name(token);
                break;
            default:
                _token = token;
                throw Unexpected("a value");
        }
    }

    private void Name(FormulaToken token)
    {
        var name = _text.Substring(token.Start, token.Length);
        if (_variables.Contains(name))
        {
            var slot = _used.IndexOf(name);
            if (slot < 0)
            {
                slot = _used.Count;
                _used.Add(name);
            }

            Emit(Op.Variable, token.Position, slot);
            return;
        }

        _program.Add(new(Op.Constant, token.Position, Number: name switch
        {
            "pi" or "PI" => Math.PI,
            "e" => Math.E,
            "epsilon" => 1e-10,
            "inf" => double.PositiveInfinity,
            _ => throw new FormulaException(token.Position, FormulaFunction.All.ContainsKey(name) ? $"the function '{name}' has no arguments" : $"unknown name '{name}'"),
        }));
    }

    private void Call(FormulaToken token)
    {
        var name = _text.Substring(token.Start, token.Length);
        if (!FormulaFunction.All.TryGetValue(name, out var function))
            throw new FormulaException(token.Position, $"unknown function '{name}'");
        _token = _tokens.Next();
        var count = 0;
        while (_token.Kind != Kind.Close)
        {
            if (count > 0)
                Expect(Kind.Comma, "',' or ')'");
            if (++count > function.Most)
                throw new FormulaException(_token.Position, $"'{name}' takes at most {Arguments(function.Most)}");
            Choice();
        }

        if (count < function.Least)
            throw new FormulaException(_token.Position, $"'{name}' takes at least {Arguments(function.Least)}");
        _token = _tokens.Next();
        Emit(function.For(count), token.Position, count);
    }

    private static string Arguments(int count) => count == 1 ? "1 argument" : $"{count} arguments";

    // The condition is on the stack: the two ways behind it.
    private void Arms(int at, Kind between, string expected)
    {
        var past = Reserve();
        Choice();
        var end = Reserve();
        Set(past, Op.JumpIfFalse, at);
        Expect(between, expected);
        Choice();
        Set(end, Op.Jump, at);
    }

    private readonly void Emit(Op operation, int position, int operand = 0) => _program.Add(new(operation, position, operand));

    private readonly int Reserve()
    {
        _program.Add(default);
        return _program.Count - 1;
    }

    private readonly void Set(int index, Op jump, int position) => _program[index] = new(jump, position, _program.Count - index - 1);

    private void Descend()
    {
        if (++_depth > Formula.MaxDepth)
            throw new FormulaException(_token.Position, $"nested deeper than {Formula.MaxDepth}");
    }

    private bool Take(Kind kind, out int position)
    {
        position = _token.Position;
        if (_token.Kind != kind)
            return false;
        _token = _tokens.Next();
        return true;
    }

    private void Expect(Kind kind, string expected)
    {
        if (!Take(kind, out _))
            throw Unexpected(expected);
    }

    private readonly FormulaException Unexpected(string expected) => new(
        _token.Position, _token.Kind == Kind.End ? $"{expected} is missing" : $"{expected} is expected, not '{_text.AsSpan(_token.Start, Math.Min(_token.Length, 40))}'");
}

using Kind = Catchment.Tags.Calculation.FormulaTokenKind;
using Op = Catchment.Tags.Calculation.FormulaOpcode;

namespace Catchment.Tags.Calculation;

/// <summary>Runs the program of a formula. The parser has shown that its stack suffices.</summary>
internal static class FormulaMachine
{
    /// <summary>What the program gives for these values of its variables.</summary>
    /// <param name="program">The program.</param>
    /// <param name="values">The values.</param>
    public static FormulaResult Run(ReadOnlySpan<FormulaInstruction> program, ReadOnlySpan<double> values)
    {
        Span<double> stack = stackalloc double[Formula.MaxStack];
        var height = 0;
        for (var at = 0; at < program.Length; at++)
        {
            ref readonly var step = ref program[at];
            switch (step.Opcode)
            {
                case Op.Constant:
                    stack[height++] = step.Number;
                    break;
                case Op.Variable:
                    stack[height++] = values[step.Operand];
                    break;
                case Op.Jump:
                    at += step.Operand;
                    break;
                case Op.JumpIfFalse:
                    at += stack[--height] == 0 ? step.Operand : 0;
                    break;
                case Op.JumpIfTrueOrPop:
                    if (stack[height - 1] != 0)
                        at += step.Operand;
                    else
                        height--;
                    break;
                case Op.JumpIfFalseOrPop:
                    if (stack[height - 1] == 0)
                        at += step.Operand;
                    else
                        height--;
                    break;
                case Op.ChainOrJump:
                    height--;
                    if (Holds(step.Comparison, stack[height - 1], stack[height]))
                        stack[height - 1] = stack[height];
                    else
                        (stack[height - 1], at) = (0, at + step.Operand);
                    break;
                default:
                    var from = height - 1 + step.Growth;
                    var fault = FormulaFault.None;
                    var value = Operate(in step, stack[from..height], ref fault);
                    // What is no number would compare as false with everything, and pass for a value.
                    if (double.IsNaN(value) && fault == FormulaFault.None)
                        fault = FormulaFault.Domain;
                    if (fault != FormulaFault.None)
                        return new(0, fault, step.Position);
                    stack[from] = value;
                    height = from + 1;
                    break;
            }
        }

        return double.IsFinite(stack[0]) ? new(stack[0]) : new(0, FormulaFault.NotFinite);
    }

    private static double Operate(in FormulaInstruction step, ReadOnlySpan<double> x, ref FormulaFault fault) => step.Opcode switch
    {
        Op.Compare => Truth(Holds(step.Comparison, x[0], x[1])),
        Op.Negate => -x[0],
        Op.Not => Truth(x[0] == 0),
        Op.Nor => Truth(x[0] == 0 && x[1] == 0),
        Op.Nand => Truth(x[0] == 0 || x[1] == 0),
        Op.Xor => Truth((x[0] == 0) != (x[1] == 0)),
        Op.Xnor => Truth((x[0] == 0) == (x[1] == 0)),
        Op.Add => x[0] + x[1],
        Op.Subtract => x[0] - x[1],
        Op.Multiply => x[0] * x[1],
        Op.Divide => FormulaArithmetic.Divide(x[0], x[1], ref fault),
        Op.FloorDivide => FormulaArithmetic.FloorDivide(x[0], x[1], ref fault),
        Op.Modulo => FormulaArithmetic.Modulo(x[0], x[1], ref fault),
        Op.Power => FormulaArithmetic.Power(x[0], x[1], ref fault),
        Op.Abs => Math.Abs(x[0]),
        Op.Round => Math.Round(x[0], MidpointRounding.ToEven),
        Op.RoundTo => FormulaArithmetic.Round(x[0], x[1]),
        Op.Sqrt => Math.Sqrt(x[0]),
        Op.Sin => Math.Sin(x[0]),
        Op.Cos => Math.Cos(x[0]),
        Op.Tan => Math.Tan(x[0]),
        Op.Cot => FormulaArithmetic.Divide(1, Math.Tan(x[0]), ref fault),
        Op.Sec => FormulaArithmetic.Divide(1, Math.Cos(x[0]), ref fault),
        Op.Csc => FormulaArithmetic.Divide(1, Math.Sin(x[0]), ref fault),
        Op.Asin => Math.Asin(x[0]),
        Op.Acos => Math.Acos(x[0]),
        Op.Atan => Math.Atan(x[0]),
        Op.Atan2 => Math.Atan2(x[0], x[1]),
        Op.Sinh => FormulaArithmetic.Bounded(x[0], Math.Sinh(x[0]), ref fault),
        Op.Cosh => FormulaArithmetic.Bounded(x[0], Math.Cosh(x[0]), ref fault),
        Op.Tanh => Math.Tanh(x[0]),
        Op.Exp => FormulaArithmetic.Bounded(x[0], Math.Exp(x[0]), ref fault),
        Op.Log => x[0] > 0 ? Math.Log(x[0]) : double.NaN,
        Op.LogBase => FormulaArithmetic.Log(x[0], x[1], ref fault),
        Op.Log10 => x[0] > 0 ? Math.Log10(x[0]) : double.NaN,
        Op.Root => FormulaArithmetic.Root(x[0], x[1], ref fault),
        Op.Ceil => Math.Ceiling(x[0]),
        Op.Floor => Math.Floor(x[0]),
        Op.Clamp => x[0] > x[2] ? double.NaN : Math.Clamp(x[1], x[0], x[2]),
        Op.InRange => Truth(x[0] <= x[1] && x[1] <= x[2]),
        Op.Min => FormulaArithmetic.Least(x),
        Op.Max => FormulaArithmetic.Greatest(x),
        Op.Sum => FormulaArithmetic.Sum(x),
        Op.Average => FormulaArithmetic.Sum(x) / x.Length,
        Op.All => Truth(!x.Contains(0)),
        Op.Any => Truth(x.ContainsAnyExcept(0)),
        _ => throw new InvalidOperationException($"no operation {step.Opcode}"),
    };

    private static double Truth(bool value) => value ? 1 : 0;

    private static bool Holds(Kind comparison, double left, double right) => comparison switch
    {
        Kind.Equal => left == right,
        Kind.NotEqual => left != right,
        Kind.Less => left < right,
        Kind.LessOrEqual => left <= right,
        Kind.Greater => left > right,
        _ => left >= right,
    };
}

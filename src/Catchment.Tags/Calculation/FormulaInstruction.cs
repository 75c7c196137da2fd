using System.Runtime.InteropServices;

namespace Catchment.Tags.Calculation;

/// <summary>One step of a formula's program.</summary>
/// <param name="Opcode">What is done.</param>
/// <param name="Position">Where in the text it stands, from 1.</param>
/// <param name="Operand">The variable, the instructions to skip, or the operands to take.</param>
/// <param name="Comparison">How operands are compared.</param>
/// <param name="Number">The constant.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FormulaInstruction(FormulaOpcode Opcode, int Position, int Operand = 0, FormulaTokenKind Comparison = FormulaTokenKind.End, double Number = 0)
{
    /// <summary>By how much the stack grows when the next instruction follows; behind a jump that is always taken, what the other way finds.</summary>
    public int Growth => Opcode switch
    {
        FormulaOpcode.Constant or FormulaOpcode.Variable => 1,
        <= FormulaOpcode.Compare => -1,
        FormulaOpcode.Negate or FormulaOpcode.Not => 0,
        <= FormulaOpcode.Power => -1,
        FormulaOpcode.RoundTo or FormulaOpcode.Atan2 or FormulaOpcode.LogBase or FormulaOpcode.Root => -1,
        FormulaOpcode.Clamp or FormulaOpcode.InRange => -2,
        >= FormulaOpcode.Min => 1 - Operand,
        _ => 0,
    };
}

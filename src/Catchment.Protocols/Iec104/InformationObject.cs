using System.Runtime.InteropServices;

namespace Catchment.Protocols.Iec104;

/// <summary>
/// One information object of any type. Which of its members mean something is the type's affair: the others are views of the same bits.
/// </summary>
[StructLayout(LayoutKind.Auto)]
public readonly partial record struct InformationObject
{
    private const byte SelectBit = 0x80;

    /// <summary>The information object address.</summary>
    public int Address { get; init; }

    /// <summary>The value's bits: of a point its state, of VTI, bitstrings, counters and floats all, of NVA and SVA the signed number.</summary>
    public int Bits { get; init; }

    /// <summary>
    /// The octet beside the value, without the bits of a point's state: quality descriptor, sequence of a counter, qualifier of a command,
    /// QOI, QCC, COI.
    /// </summary>
    public byte Qualifier { get; init; }

    /// <summary>The time tag of types that have one.</summary>
    public Cp56Time2a Time { get; init; }

    /// <summary>Single points and single commands: on.</summary>
    public bool IsOn => (Bits & 1) != 0;

    /// <summary>Double points and double commands: the state.</summary>
    public DoublePoint DoublePoint => (DoublePoint)(Bits & 3);

    /// <summary>Regulating step commands: which way.</summary>
    public RegulatingStep RegulatingStep => (RegulatingStep)(Bits & 3);

    /// <summary>Step positions: -64 to 63.</summary>
    public int StepPosition => (sbyte)(Bits << 1) >> 1;

    /// <summary>Step positions: the equipment is between two steps.</summary>
    public bool IsTransient => (Bits & 0x80) != 0;

    /// <summary>Normalized values: -1 up to, but not including, 1.</summary>
    public double Normalized => (short)Bits / 32_768.0;

    /// <summary>Scaled values.</summary>
    public short Scaled => (short)Bits;

    /// <summary>Short floating point numbers.</summary>
    public float ShortFloat => BitConverter.Int32BitsToSingle(Bits);

    /// <summary>Bitstrings.</summary>
    public uint BitString => unchecked((uint)Bits);

    /// <summary>Integrated totals: the counter.</summary>
    public int Counter => Bits;

    /// <summary>Integrated totals: SQ, 0 to 31, of the period.</summary>
    public int CounterSequence => Qualifier & 0x1F;

    /// <summary>Integrated totals: CY, the counter overflowed in the period.</summary>
    public bool HasCarry => (Qualifier & 0x20) != 0;

    /// <summary>Integrated totals: CA, the counter was adjusted.</summary>
    public bool IsAdjusted => (Qualifier & 0x40) != 0;

    /// <summary>Points and measured values; of integrated totals only <see cref="QualityDescriptor.Invalid"/> means something.</summary>
    public QualityDescriptor Quality => (QualityDescriptor)Qualifier;

    /// <summary>Commands except bitstrings: select, not execute.</summary>
    public bool IsSelect => (Qualifier & SelectBit) != 0;

    /// <summary>Single, double and regulating step commands: QU, 0 to 31 (1 short pulse, 2 long pulse, 3 persistent).</summary>
    public int PulseQualifier => (Qualifier >> 2) & 0x1F;

    /// <summary>Set-point commands: QL, 0 to 127.</summary>
    public int SetPointQualifier => Qualifier & 0x7F;

    /// <summary>The same with a time tag.</summary>
    public InformationObject At(Cp56Time2a time) => this with { Time = time };

    /// <summary>The same command, to select or to execute.</summary>
    /// <param name="select">To select.</param>
    public InformationObject AsSelect(bool select) =>
        this with { Qualifier = (byte)(select ? Qualifier | SelectBit : Qualifier & ~SelectBit) };
}

namespace Catchment.Interop.Tests.Iec104;

/// <summary>An information object as a strict master reads it.</summary>
/// <param name="Type">The type's number.</param>
/// <param name="Cause">The cause's number.</param>
/// <param name="IsNegative">P/N.</param>
/// <param name="Address">The information object address.</param>
/// <param name="Value">Its value.</param>
/// <param name="Octet">The octet with the quality, or with value and quality.</param>
/// <param name="Time">Its time tag, UTC.</param>
internal sealed record StrictObject(int Type, int Cause, bool IsNegative, int Address, double Value, byte Octet, DateTime? Time)
{
    /// <summary>Whether no flag of the quality is set; the low bits of points are their state, those of counters their sequence.</summary>
    public bool IsGood => (Octet & (Type is 15 or 37 ? 0x80 : Type is 1 or 3 or 30 or 31 ? 0xF0 : 0xF1)) == 0;
}

namespace Catchment.Protocols.Pickle;

/// <summary>An array of NumPy, still as bytes inside the pickle; with a mask, pandas' array of integers that may be missing.</summary>
/// <param name="DType">Its element type as NumPy writes it, one of <see cref="SizeOf"/>.</param>
/// <param name="Slice">Its bytes.</param>
/// <param name="Mask">A byte for each element, not 0 where it is missing; null for none.</param>
internal sealed record PickleArray(string DType, PickleSlice Slice, PickleSlice? Mask = null)
{
    /// <summary>64-bit integers.</summary>
    public const string Int64 = "<i8";

    /// <summary>64-bit real numbers.</summary>
    public const string Float64 = "<f8";

    /// <summary>Nanoseconds since 1970.</summary>
    public const string Time = "<M8[ns]";

    /// <summary>Spans in nanoseconds.</summary>
    public const string Span = "<m8[ns]";

    /// <summary>Truth values.</summary>
    public const string Boolean = "?";

    /// <summary>Number of elements.</summary>
    public int Count => Slice.Length / SizeOf(DType);

    /// <summary>Bytes of an element; 0 for a type that no column of the pump has.</summary>
    public static int SizeOf(string dtype) => dtype switch
    {
        Int64 or Float64 or Time or Span => 8,
        Boolean => 1,
        _ => 0,
    };
}

namespace Catchment.Protocols.Pickle;

/// <summary>A column of a frame; always a <see cref="PickledColumn{T}"/>.</summary>
public abstract class PickledColumn
{
    private protected PickledColumn(string name, string dtype)
    {
        Name = name;
        DType = dtype;
    }

    /// <summary>The column's name.</summary>
    public string Name { get; }

    /// <summary>
    /// The element type as pandas writes it: <c>object</c>, <c>int64</c>, <c>float64</c>, <c>datetime64[ns]</c>,
    /// <c>timedelta64[ns]</c>, <c>Int64</c>.
    /// </summary>
    public string DType { get; }

    /// <summary>Number of rows.</summary>
    public abstract int Count { get; }
}

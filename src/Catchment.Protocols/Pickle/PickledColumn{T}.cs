namespace Catchment.Protocols.Pickle;

/// <summary>A column of a frame with its values.</summary>
/// <typeparam name="T">
/// By <see cref="PickledColumn.DType"/>: a text, <see cref="long"/>, <see cref="double"/>, <see cref="DateTime"/>? (naive, whole
/// ticks of 100 ns), <see cref="TimeSpan"/>?, <see cref="long"/>?; null is what pandas calls missing.
/// </typeparam>
public sealed class PickledColumn<T> : PickledColumn
{
    internal PickledColumn(string name, string dtype, IReadOnlyList<T> values)
        : base(name, dtype) => Values = values;

    /// <summary>The values from the first row to the last.</summary>
    public IReadOnlyList<T> Values { get; }

    /// <inheritdoc/>
    public override int Count => Values.Count;
}

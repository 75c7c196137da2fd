namespace Catchment.Protocols.Pickle;

/// <summary>A table as a pandas DataFrame describes it: named columns of one type each, and a label for every row.</summary>
public sealed class PickledFrame
{
    internal PickledFrame(IReadOnlyList<PickledColumn> columns, IReadOnlyList<long> labels)
    {
        Columns = columns;
        Labels = labels;
    }

    /// <summary>The columns in their order.</summary>
    public IReadOnlyList<PickledColumn> Columns { get; }

    /// <summary>The rows' labels: with the pump's frames the row numbers in the file, in the order of the rows.</summary>
    public IReadOnlyList<long> Labels { get; }

    /// <summary>Number of rows.</summary>
    public int RowCount => Labels.Count;

    /// <summary>The column of a name, or null.</summary>
    /// <param name="name">Its name; case matters.</param>
    public PickledColumn? Find(string name) => Columns.FirstOrDefault(column => column.Name == name);

    /// <summary>The values of a column.</summary>
    /// <typeparam name="T">Their type, see <see cref="PickledColumn{T}"/>.</typeparam>
    /// <param name="name">Its name.</param>
    /// <exception cref="PickleException">There is no such column, or it has another type.</exception>
    public IReadOnlyList<T> Values<T>(string name) => Find(name) switch
    {
        PickledColumn<T> column => column.Values,
        null => throw new PickleException($"the frame has no column '{name}'"),
        var other => throw new PickleException($"the column '{name}' has the type {other.DType}, which was not expected"),
    };
}

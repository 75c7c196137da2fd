using System.Buffers;
using System.Runtime.InteropServices;

namespace Catchment.Protocols.Pickle;

/// <summary>
/// Writes a pandas DataFrame as a pickle of public calls: <c>pandas.read_pickle</c> gives a frame with the right dtypes whatever the
/// version, because nothing of pandas' own memory layout is in it.
/// </summary>
/// <remarks>Source: the camera specification, 7. Columns come in the order of the calls; numbers are written as one block each.</remarks>
public ref struct DataFrameWriter
{
    private static readonly bool IsLittle = BitConverter.IsLittleEndian;

    private PickleWriter _pickle;

    /// <summary>Begins a frame.</summary>
    /// <param name="output">Where the bytes go; complete after <see cref="End"/>.</param>
    public DataFrameWriter(IBufferWriter<byte> output)
    {
        _pickle = new PickleWriter(output);
        _pickle.Begin();
        _pickle.Callable("pandas DataFrame"u8);
        _pickle.BeginDictionary();
    }

    /// <summary>Writes a frame that has columns and no rows, all of dtype object.</summary>
    /// <param name="output">Where the bytes go.</param>
    /// <param name="columns">The columns' names.</param>
    public static void WriteEmpty(IBufferWriter<byte> output, ReadOnlySpan<string> columns)
    {
        var pickle = new PickleWriter(output);
        pickle.Begin();
        pickle.Callable("pandas DataFrame"u8);
        pickle.None();
        pickle.None();
        pickle.BeginList();
        foreach (var column in columns)
            pickle.Text(column);
        pickle.EndList();
        pickle.Call(3);
        pickle.End();
    }

    /// <summary>A column of texts, dtype object.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="texts">Its values; null is missing (NaN).</param>
    public void Texts(scoped ReadOnlySpan<byte> name, scoped ReadOnlySpan<string?> texts)
    {
        _pickle.Text(name);
        var isTyped = texts.ContainsAnyExcept((string?)null);
        if (!isTyped)
            _pickle.Callable("numpy array"u8); // A list without a text, empty or of missing ones alone, would become a column of floats.
        _pickle.BeginList();
        foreach (var text in texts)
        {
            if (text is null)
                _pickle.Missing();
            else
                _pickle.Text(text);
        }

        _pickle.EndList();
        if (isTyped)
            return;
        _pickle.Text("O"u8);
        _pickle.Call(2);
    }

    /// <summary>A column of dtype int64.</summary>
    public void Integers(scoped ReadOnlySpan<byte> name, scoped ReadOnlySpan<long> values) => Column(name, values, IsLittle ? "<i8"u8 : ">i8"u8);

    /// <summary>A column of dtype datetime64[ns].</summary>
    /// <param name="name">Its name.</param>
    /// <param name="nanoseconds">Nanoseconds since 1970, no zone; the smallest long is not-a-time.</param>
    public void Times(scoped ReadOnlySpan<byte> name, scoped ReadOnlySpan<long> nanoseconds) => Column(name, nanoseconds, IsLittle ? "<M8[ns]"u8 : ">M8[ns]"u8);

    /// <summary>A column of dtype timedelta64[ns].</summary>
    public void Spans(scoped ReadOnlySpan<byte> name, scoped ReadOnlySpan<long> nanoseconds) => Column(name, nanoseconds, IsLittle ? "<m8[ns]"u8 : ">m8[ns]"u8);

    /// <summary>A column of dtype Int64, pandas' integers that may be missing.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="values">Its values; 1 where one is missing.</param>
    /// <param name="missing">1 where a value is missing, otherwise 0.</param>
    public void NullableIntegers(scoped ReadOnlySpan<byte> name, scoped ReadOnlySpan<long> values, scoped ReadOnlySpan<byte> missing)
    {
        _pickle.Text(name);
        _pickle.Callable("pandas.arrays IntegerArray"u8);
        Array(MemoryMarshal.AsBytes(values), IsLittle ? "<i8"u8 : ">i8"u8);
        Array(missing, "?"u8);
        _pickle.Call(2);
    }

    /// <summary>Ends the frame.</summary>
    /// <param name="labels">The rows' labels.</param>
    public void End(scoped ReadOnlySpan<long> labels)
    {
        _pickle.EndDictionary();
        Array(MemoryMarshal.AsBytes(labels), IsLittle ? "<i8"u8 : ">i8"u8);
        _pickle.Call(2);
        _pickle.End();
    }

    private void Column(scoped ReadOnlySpan<byte> name, scoped ReadOnlySpan<long> values, scoped ReadOnlySpan<byte> type)
    {
        _pickle.Text(name);
        Array(MemoryMarshal.AsBytes(values), type);
    }

    /// <summary>An array that may be written to: one that only looks into the bytes could not.</summary>
    private void Array(scoped ReadOnlySpan<byte> memory, scoped ReadOnlySpan<byte> type)
    {
        _pickle.Callable("numpy array"u8);
        _pickle.Callable("numpy frombuffer"u8);
        _pickle.Bytes(memory);
        _pickle.Text(type);
        _pickle.Call(2);
        _pickle.Call(1);
    }
}

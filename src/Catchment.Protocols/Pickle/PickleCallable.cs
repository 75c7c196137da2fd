namespace Catchment.Protocols.Pickle;

/// <summary>The only names that a pickle may call.</summary>
internal enum PickleCallable
{
    /// <summary><c>pandas DataFrame</c>.</summary>
    DataFrame,

    /// <summary><c>pandas.arrays IntegerArray</c>.</summary>
    IntegerArray,

    /// <summary><c>numpy array</c>.</summary>
    Array,

    /// <summary><c>numpy frombuffer</c>.</summary>
    FromBuffer,

    /// <summary><c>datetime datetime</c>.</summary>
    DateTime,
}

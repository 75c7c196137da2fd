namespace Catchment.Tags.Store;

/// <summary>How a point converts what is written to it. Source: <c>tags</c> 2.2.</summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Naming", "CA1720", Justification = "These are the names of the wire.")]
public enum TagType : byte
{
    /// <summary><c>float</c>: a double.</summary>
    Float,

    /// <summary><c>int</c>: a whole number.</summary>
    Int,

    /// <summary><c>bool</c>.</summary>
    Bool,

    /// <summary><c>string</c>.</summary>
    String,

    /// <summary><c>raw</c>, and every other text: kept as it is.</summary>
    Raw,
}

namespace Catchment.Files.Plugins.Fits;

/// <summary>What a column holds.</summary>
internal enum FitsColumnType
{
    /// <summary>Text.</summary>
    Text,

    /// <summary>Whole numbers of 64 bits.</summary>
    Whole,

    /// <summary>Floating-point numbers.</summary>
    Real,

    /// <summary>Times, in UTC.</summary>
    Time,

    /// <summary>A JSON object.</summary>
    Json,
}

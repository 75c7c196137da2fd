namespace Catchment.Tags.Sync.Rules;

/// <summary>The types that a rule can ask for.</summary>
internal enum ValueType
{
    /// <summary>A number.</summary>
    Number,

    /// <summary>A number without a fraction.</summary>
    Whole,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>A text.</summary>
    Text,
}

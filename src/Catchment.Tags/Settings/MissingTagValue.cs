namespace Catchment.Tags.Settings;

/// <summary>What is published of a tag that is not registered. Source: <c>tags</c> 6.6.</summary>
public enum MissingTagValue
{
    /// <summary>0, as upstream does.</summary>
    Zero,

    /// <summary>JSON's null; in other forms nothing.</summary>
    Null,
}

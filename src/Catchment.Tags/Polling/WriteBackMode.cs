namespace Catchment.Tags.Polling;

/// <summary>Which written values go back to the polling service. Source: <c>tags</c> 8.8.</summary>
public enum WriteBackMode
{
    /// <summary>Those of keys that it has as user tags; while it was never asked, of all keys that could be.</summary>
    Auto,

    /// <summary>Those of all keys without a colon; the polling service decides.</summary>
    All,

    /// <summary>None.</summary>
    Off,
}

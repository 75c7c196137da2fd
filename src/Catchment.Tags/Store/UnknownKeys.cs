namespace Catchment.Tags.Store;

/// <summary>What becomes of writes to keys that are not registered. Source: <c>tags</c> 2.9.</summary>
public enum UnknownKeys
{
    /// <summary>The key is registered by its first write.</summary>
    Register,

    /// <summary>The write does nothing, and is reported as done.</summary>
    Ignore,

    /// <summary>The write is refused.</summary>
    Reject,
}

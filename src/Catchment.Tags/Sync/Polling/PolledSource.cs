namespace Catchment.Tags.Sync.Polling;

/// <summary>Whose tag it is, as <c>source</c> tells. Source: <c>tags</c> 8.5.</summary>
internal enum PolledSource : byte
{
    /// <summary>A device's.</summary>
    Device,

    /// <summary><c>user_tag</c>.</summary>
    User,

    /// <summary><c>calculation_tag</c>.</summary>
    Calculation,
}

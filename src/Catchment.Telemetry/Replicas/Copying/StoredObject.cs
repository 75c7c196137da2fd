namespace Catchment.Telemetry.Replicas.Copying;

/// <summary>What a store tells of an object.</summary>
/// <param name="Size">Its length in bytes.</param>
/// <param name="Modified">The original's time that went with it, microseconds since 1970 UTC; null: none did.</param>
/// <param name="Sha256">The digest that went with it; null: none did.</param>
/// <param name="EntityTag">What the store calls its content.</param>
internal sealed record StoredObject(long Size, long? Modified, string? Sha256, string EntityTag)
{
    /// <summary>Whether it is of this content. What the store says itself goes before what was said to it; behind some kinds of encryption it says something else.</summary>
    internal bool IsOf(ContentDigests content) =>
        Size == content.Size && (string.Equals(EntityTag, content.EntityTag, StringComparison.OrdinalIgnoreCase) || (!IsChecksum(content) && string.Equals(Sha256, content.Sha256, StringComparison.OrdinalIgnoreCase)));

    private bool IsChecksum(ContentDigests content) => EntityTag.Length == content.EntityTag.Length;
}

using Catchment.Core.Storage;

namespace Catchment.Cameras.Pump;

/// <summary>Something that was made of files, and of what state of them.</summary>
internal sealed record CachedItem
{
    /// <summary>The file or folder that it was made of, as it was before it was read; nothing equals the default, so that it is never trusted.</summary>
    internal FileFacts Facts { get; init; }

    /// <summary>The start of the event, in nanoseconds since 1970.</summary>
    internal long Start { get; init; }

    /// <summary>What was made: the bytes of an answer, or something that answers are made of.</summary>
    internal required object Value { get; init; }

    /// <summary>Memory that it takes, about.</summary>
    internal required long Bytes { get; init; }

    /// <summary>The answer.</summary>
    internal byte[] Answer => (byte[])Value;
}

namespace Catchment.Tags.Sync.Cycle;

/// <summary>What became of a tag's last value.</summary>
internal enum TagState : byte
{
    /// <summary>It is to be written.</summary>
    New,

    /// <summary>The gateway has it.</summary>
    Written,

    /// <summary>It waits on disk.</summary>
    Buffered,

    /// <summary>It was rejected: there is nothing to write before it changes.</summary>
    Rejected,
}

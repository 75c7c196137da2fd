using System.Runtime.InteropServices;

namespace Catchment.Tags.Sync.Polling;

/// <summary>A tag of a polled document: where its parts stand in the body. Texts are ranges with their quotes. Source: <c>tags</c> 9.1.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct PolledEntry
{
    /// <summary>The member's name that stands for the device.</summary>
    internal PolledRange Device { get; init; }

    /// <summary>The member's name that stands for the tag.</summary>
    internal PolledRange Id { get; init; }

    /// <summary>The first of <c>tag_name</c> and <c>name</c> that is a text and not empty; empty: neither is.</summary>
    internal PolledRange Name { get; init; }

    /// <summary>The value; empty: there is none, or it is null.</summary>
    internal PolledRange Value { get; init; }

    /// <summary>The status; empty: it is no text.</summary>
    internal PolledRange Status { get; init; }

    /// <summary>When it was polled, in Unix seconds; 0: not told.</summary>
    internal double Timestamp { get; init; }

    /// <summary>What <c>source</c> says.</summary>
    internal PolledSource Source { get; init; }

    /// <summary>Its status is one of the good ones.</summary>
    internal bool IsGood { get; init; }
}

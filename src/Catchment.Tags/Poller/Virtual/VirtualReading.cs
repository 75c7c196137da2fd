using System.Runtime.InteropServices;
using Catchment.Tags.Store;

namespace Catchment.Tags.Poller.Virtual;

/// <summary>What is known of a user tag or a calculation tag. Source: <c>tags</c> 9.1.</summary>
/// <param name="Value">Its value.</param>
/// <param name="Status"><c>initializing</c>, <c>good</c> or <c>error</c>.</param>
/// <param name="Error">What went wrong; null: nothing.</param>
/// <param name="Timestamp">When it was set or calculated, in Unix seconds.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct VirtualReading(TagValue Value, string Status, string? Error, double Timestamp)
{
    internal const string Good = "good";
    internal const string Failed = "error";
}

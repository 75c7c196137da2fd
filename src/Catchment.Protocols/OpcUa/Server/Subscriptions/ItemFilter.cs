using System.Runtime.InteropServices;
using Catchment.Protocols.OpcUa.Messages;

namespace Catchment.Protocols.OpcUa.Server.Subscriptions;

/// <summary>Which samples are worth a notification. Source: OPC 10000-4, 7.22.2, and OPC 10000-8, 7.2.</summary>
/// <param name="Trigger">What has to change.</param>
/// <param name="Deadband">How the deadband counts.</param>
/// <param name="Value">In the value's own unit, or percent of its range.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ItemFilter(DataChangeTrigger Trigger, DeadbandType Deadband, double Value)
{
    /// <summary>What goes where the client gives none: status and value, every change.</summary>
    public static ItemFilter None { get; } = new(DataChangeTrigger.StatusValue, DeadbandType.None, 0);

    /// <summary>Whether a sample differs from the last one that was worth a notification.</summary>
    /// <param name="last">The last one, as it was read.</param>
    /// <param name="sample">As it was read.</param>
    /// <param name="range">What percent refer to; null: any change counts.</param>
    public bool Passes(in DataValue last, in DataValue sample, (double Low, double High)? range)
    {
        if (last.Status != sample.Status)
            return true;
        if (Trigger == DataChangeTrigger.Status)
            return false;

        // With a deadband a new source time alone counts for nothing, whatever the trigger.
        if (Deadband != DeadbandType.None)
            return DeadbandComparison.Exceeds(last.Value, sample.Value, Deadband == DeadbandType.Absolute ? Value : Share(range));
        return last.Value != sample.Value
            || (Trigger == DataChangeTrigger.StatusValueTimestamp
                && (last.SourceTimestamp != sample.SourceTimestamp || last.SourcePicoseconds != sample.SourcePicoseconds));
    }

    private double Share((double Low, double High)? range) =>
        range is var (low, high) ? Value / 100 * Math.Abs(high - low) : 0;
}

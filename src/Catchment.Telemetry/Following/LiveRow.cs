using System.Runtime.InteropServices;
using System.Text;
using Catchment.Telemetry.Schema;

namespace Catchment.Telemetry.Following;

/// <summary>A row of a round: what stands in its batch, and whose it is.</summary>
/// <param name="Device">The device.</param>
/// <param name="Batch">Where its text is.</param>
/// <param name="Row">Its place there.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct LiveRow(string Device, RowBatch Batch, RowBatch.Row Row)
{
    /// <summary>The message as text.</summary>
    internal string Message => Encoding.UTF8.GetString(Batch.Message(Row));
}

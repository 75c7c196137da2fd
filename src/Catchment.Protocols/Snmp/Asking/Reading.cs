using Catchment.Protocols.Snmp.Wire;

namespace Catchment.Protocols.Snmp.Asking;

/// <summary>What a message that came is to the request that waits.</summary>
/// <param name="Answer">The answer; null: none.</param>
/// <param name="Resend">Whether the request shall be sent once more, for the engine is known better now.</param>
internal readonly record struct Reading(SnmpPdu? Answer, bool Resend)
{
    /// <summary>Nothing: it is not about this request, or not to be trusted.</summary>
    internal static Reading Nothing => default;
}

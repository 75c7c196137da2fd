using System.Runtime.InteropServices;
using Catchment.Protocols.Iec104.Asdus;

namespace Catchment.Protocols.Iec104.Server.Events;

/// <summary>An information object that waits to be sent.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Cause">Why it is sent.</param>
/// <param name="CommonAddress">Of the station.</param>
/// <param name="Information">The object.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct WaitingObject(TypeId Type, CauseOfTransmission Cause, int CommonAddress, InformationObject Information)
{
    /// <summary>Whether each change counts, and not only the newest.</summary>
    public bool IsEvent { get; } = Type.IsPoint() && !Cause.IsRepeated();

    /// <summary>What it is the newest of.</summary>
    public long Key => ((long)CommonAddress << 24) | (uint)Information.Address;
}

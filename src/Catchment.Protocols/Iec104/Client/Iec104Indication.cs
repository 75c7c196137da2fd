using System.Runtime.InteropServices;

namespace Catchment.Protocols.Iec104.Client;

/// <summary>An information object that a controlled station sent.</summary>
/// <param name="CommonAddress">The station.</param>
/// <param name="Type">A type in monitor direction.</param>
/// <param name="Cause">Why it was sent.</param>
/// <param name="IsTest">T: it is a test, not the process.</param>
/// <param name="Originator">Whose request it answers; 0: nobody's.</param>
/// <param name="Information">The object.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Iec104Indication(int CommonAddress, TypeId Type, CauseOfTransmission Cause, bool IsTest, byte Originator, InformationObject Information);

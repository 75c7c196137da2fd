using System.Runtime.InteropServices;

namespace Catchment.Protocols.Iec104;

/// <summary>A point of a station, as it is now.</summary>
/// <param name="Type">A type in monitor direction.</param>
/// <param name="Information">Its address, value, quality and time.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Iec104Point(TypeId Type, InformationObject Information);

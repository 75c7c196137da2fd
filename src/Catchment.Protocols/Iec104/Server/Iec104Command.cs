using System.Net;
using System.Runtime.InteropServices;

namespace Catchment.Protocols.Iec104.Server;

/// <summary>A command that a master sent.</summary>
/// <param name="Peer">The master.</param>
/// <param name="Kind">What it wants.</param>
/// <param name="CommonAddress">Of the station.</param>
/// <param name="Type">A type of command.</param>
/// <param name="Information">The command: address, value, qualifier, and time where the type has one.</param>
/// <param name="Originator">The originator address; 0: none.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Iec104Command(IPEndPoint Peer, Iec104CommandKind Kind, int CommonAddress, TypeId Type, InformationObject Information, byte Originator);

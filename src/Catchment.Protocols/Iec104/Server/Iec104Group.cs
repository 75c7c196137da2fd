using System.Net;

namespace Catchment.Protocols.Iec104.Server;

/// <summary>
/// A redundancy group: connections of one master, of which one at a time transfers data. Its events wait while none of them does, and go
/// on with the next. Source: IEC 60870-5-104, 10.
/// </summary>
/// <param name="Name">For people.</param>
/// <param name="Peers">The addresses that the master's connections come from.</param>
public sealed record Iec104Group(string Name, IReadOnlyList<IPAddress> Peers);

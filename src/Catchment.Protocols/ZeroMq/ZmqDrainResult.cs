using System.Runtime.InteropServices;

namespace Catchment.Protocols.ZeroMq;

/// <summary>What became of the requests while a <see cref="ZmqReplier"/> stopped.</summary>
/// <param name="Answered">Requests that were answered after stopping began.</param>
/// <param name="Unanswerable">Requests that arrived on a connection this side had already ended; their senders got no reply.</param>
/// <param name="Aborted">Connections that had to be cut at the deadline with a request under way.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ZmqDrainResult(int Answered, int Unanswerable, int Aborted);

using System.Runtime.InteropServices;
using Catchment.Protocols.Modbus;

namespace Catchment.Tags.Poller.Modbus;

/// <summary>What one connection leads to.</summary>
/// <param name="Host">Host name or address.</param>
/// <param name="Port">TCP port.</param>
/// <param name="Framing">How requests are framed.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct LineKey(string Host, int Port, ModbusFraming Framing);

using System.Runtime.InteropServices;
using Catchment.Protocols.Iec104;

namespace Catchment.Tags.Poller.Iec104;

/// <summary>A command as it is sent.</summary>
/// <param name="Type">Its type, without a time tag.</param>
/// <param name="Information">Its address and value.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Iec104CommandForm(TypeId Type, InformationObject Information);

using System.Runtime.InteropServices;
using Catchment.Protocols.Iec104;

namespace Catchment.Tags.Poller.Iec104;

/// <summary>What a station told of a tag.</summary>
/// <param name="Tag">The tag's index.</param>
/// <param name="Connection">The number of the connection that it came over.</param>
/// <param name="Type">Its type.</param>
/// <param name="Information">The object.</param>
/// <param name="SourceTime">When it was true, in Unix seconds; null: nobody told.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ToldPoint(int Tag, int Connection, TypeId Type, InformationObject Information, double? SourceTime)
{
    /// <summary>Whether it tells again what was told before: an interrogation does, without a time.</summary>
    /// <param name="before">What was told before.</param>
    internal bool Repeats(in ToldPoint before) =>
        Connection == before.Connection && Iec104Values.Plain(Type) == Iec104Values.Plain(before.Type)
        && (Information.Bits, Information.Qualifier) == (before.Information.Bits, before.Information.Qualifier) && (SourceTime is null || SourceTime == before.SourceTime);
}

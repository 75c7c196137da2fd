using System.Runtime.InteropServices;

namespace Catchment.Cameras.Catalog.Tables;

/// <summary>What tells an event's row from every other.</summary>
/// <param name="Time">Microseconds since 1970.</param>
/// <param name="Number"><see cref="EventEntry.Id"/>.</param>
/// <param name="Hash">Of sink and text.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct EventKey(long Time, long Number, long Hash);

using System.Runtime.InteropServices;

namespace Catchment.Tags.Mappings;

/// <summary>What only one mapping of a protocol may have: a register, an object's address, a node, an object's name. Source: <c>tags</c> 5.</summary>
/// <param name="Number">Its number; 0 where a text names it.</param>
/// <param name="Name">Its name; null where a number does.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct MappingPlace(long Number, string? Name = null);

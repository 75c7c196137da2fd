using System.Runtime.InteropServices;

namespace Catchment.Core.Storage;

/// <summary>Whose a file is, and who may do what with it.</summary>
/// <param name="User">The user's number.</param>
/// <param name="Group">The group's number.</param>
/// <param name="Mode">The permission bits.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FileOwner(uint User, uint Group, int Mode);

using System.Runtime.InteropServices;

namespace Catchment.Files.Plugins;

/// <summary>How a program ended.</summary>
/// <param name="Status">Its exit status; null: it took too long, and was killed.</param>
/// <param name="Output">The last of its standard output; null: it wrote nothing.</param>
/// <param name="Errors">The last of its standard error; null: it wrote nothing.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ProgramEnd(int? Status, string? Output, string? Errors);

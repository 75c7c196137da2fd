namespace Catchment.WebConsole.Pages;

/// <summary>A file of the front end, kept in memory: all of them together are smaller than one picture.</summary>
/// <param name="ContentType">Its content type.</param>
/// <param name="Bytes">As it is.</param>
/// <param name="Compressed">With Brotli, made by the build; null: there is none.</param>
/// <param name="Tag">The entity tag of what it holds.</param>
internal sealed record ConsoleFile(string ContentType, byte[] Bytes, byte[]? Compressed, string Tag);

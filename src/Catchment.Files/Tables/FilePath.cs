using System.Text;
using System.Text.Unicode;

namespace Catchment.Files.Tables;

/// <summary>A tracked file's place below the storage folder, as it stands in the columns <c>relpath</c> and <c>filename</c>.</summary>
/// <param name="Folder">Its folder with <c>/</c> between, without one at the end; <c>.</c> at the top.</param>
/// <param name="Name">The last component.</param>
/// <remarks>Source: <c>files</c> 3.2.</remarks>
public readonly record struct FilePath(string Folder, string Name)
{
    /// <summary>The folder of files at the top.</summary>
    public const string Top = ".";

    /// <summary>Takes a relative path apart.</summary>
    /// <param name="relative">Components with <c>/</c> between, the last is the name; <c>./</c> in front is taken off.</param>
    public static FilePath Of(string relative)
    {
        ArgumentException.ThrowIfNullOrEmpty(relative);
        if (relative.StartsWith("./", StringComparison.Ordinal))
            relative = relative[2..];
        var slash = relative.LastIndexOf('/');
        return slash < 0 ? new FilePath(Top, relative) : new FilePath(relative[..slash], relative[(slash + 1)..]);
    }

    /// <summary>A name's text; null: it is no UTF-8, and no row can hold it.</summary>
    internal static string? TextOf(ReadOnlySpan<byte> name) => Utf8.IsValid(name) ? Encoding.UTF8.GetString(name) : null;

    /// <summary>The path that an ingester's patterns look at and its plugins get: a file at the top is <c>./name</c> (<c>files</c> 5.4).</summary>
    public override string ToString() => $"{Folder}/{Name}";

    /// <summary>The path without the <c>./</c> of files at the top.</summary>
    public string Relative => Folder == Top ? Name : ToString();
}

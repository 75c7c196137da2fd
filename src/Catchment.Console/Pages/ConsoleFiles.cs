using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;

namespace Catchment.WebConsole.Pages;

/// <summary>The built front end. Read once, by the names that are there: what a browser asks for never becomes a path.</summary>
internal sealed class ConsoleFiles
{
    /// <summary>The page that everything else is loaded by.</summary>
    public const string Index = "index.html";

    /// <summary>What stands in the page for the names of the pages that only some nodes have.</summary>
    private const string PagesMark = "data-pages=\"\"";

    private const string CompressedExtension = ".br";

    private readonly FrozenDictionary<string, ConsoleFile> _files;

    private ConsoleFiles(FrozenDictionary<string, ConsoleFile> files) => _files = files;

    /// <summary>Whether the front end was built.</summary>
    public bool AreThere => _files.ContainsKey(Index);

    /// <summary>Reads the folder; one that is not there has no files.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="pages">The pages that this node has beside those of every node; the page that loads the others names them.</param>
    /// <exception cref="IOException">A file cannot be read.</exception>
    public static ConsoleFiles Read(string folder, IReadOnlyList<string> pages)
    {
        var files = new Dictionary<string, ConsoleFile>(StringComparer.Ordinal);
        if (Directory.Exists(folder))
        {
            foreach (string path in Directory.EnumerateFiles(folder))
            {
                if (TypeOf(path) is not { } type)
                    continue;
                byte[] bytes = Path.GetFileName(path) == Index
                    ? Encoding.UTF8.GetBytes(File.ReadAllText(path).Replace(PagesMark, $"data-pages=\"{string.Join(' ', pages)}\"", StringComparison.Ordinal))
                    : File.ReadAllBytes(path);
                string compressed = path + CompressedExtension;
                files[Path.GetFileName(path)] = new ConsoleFile(
                    type,
                    bytes,
                    File.Exists(compressed) ? File.ReadAllBytes(compressed) : null,
                    $"\"{Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 12))}\"");
            }
        }

        return new ConsoleFiles(files.ToFrozenDictionary(StringComparer.Ordinal));
    }

    /// <summary>Finds a file by its name; null when there is none.</summary>
    public ConsoleFile? Find(string name) => _files.GetValueOrDefault(name);

    private static string? TypeOf(string path) => Path.GetExtension(path) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".svg" => "image/svg+xml",
        _ => null,
    };
}

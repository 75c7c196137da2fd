using System.Globalization;
using System.Text;

namespace Catchment.Interop.Tests.Hub;

/// <summary>A frame of the test sender, read back from its file.</summary>
/// <param name="Node">The node in its name.</param>
/// <param name="Number">The number in the picture.</param>
/// <param name="IsWhole">It begins and ends as it was sent.</param>
public sealed record StoredFrame(string Node, int Number, bool IsWhole)
{
    private const int TimeLength = 31; // -2018-12-30T08.18.31.809000.jpg

    public static StoredFrame Read(string path, int size)
    {
        var bytes = File.ReadAllBytes(path);
        var whole = bytes.Length == size && bytes is [0xFF, 0xD8, .., 0xFF, 0xD9];
        var number = bytes.Length >= 10 ? int.Parse(Encoding.ASCII.GetString(bytes, 2, 8), CultureInfo.InvariantCulture) : -1;
        return new StoredFrame(Path.GetFileName(path)[..^TimeLength], number, whole);
    }
}

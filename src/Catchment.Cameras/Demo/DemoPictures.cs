using System.Text;

namespace Catchment.Cameras.Demo;

/// <summary>The demo's JPEGs; <c>Assets/draw.py</c> makes them.</summary>
internal static class DemoPictures
{
    /// <summary>What comes with an event message.</summary>
    internal static ReadOnlyMemory<byte> Dot { get; } = Load("dot.jpg") ?? throw Missing("dot.jpg");

    /// <summary>The pictures of a scene, in order: the quiet one, then its motion.</summary>
    /// <param name="name">The scene, such as <c>barn</c>.</param>
    internal static IReadOnlyList<ReadOnlyMemory<byte>> Of(string name)
    {
        var pictures = new List<ReadOnlyMemory<byte>>();
        while (Load($"{name}-{pictures.Count}.jpg") is { } picture)
            pictures.Add(picture);
        return pictures.Count > 1 ? pictures : throw Missing(name);
    }

    /// <summary>The same picture with a comment (COM), so that its bytes are those of no other. Source: ITU T.81, B.2.4.5.</summary>
    /// <param name="jpeg">The picture.</param>
    /// <param name="comment">Its comment, in ASCII.</param>
    internal static ReadOnlyMemory<byte> Marked(ReadOnlyMemory<byte> jpeg, string comment)
    {
        var length = comment.Length + 2;
        return (byte[])[.. jpeg.Span[..2], 0xFF, 0xFE, (byte)(length >> 8), (byte)length, .. Encoding.ASCII.GetBytes(comment), .. jpeg.Span[2..]];
    }

    private static byte[]? Load(string name)
    {
        using var resource = typeof(DemoPictures).Assembly.GetManifestResourceStream("demo/" + name);
        if (resource is null)
            return null;
        var bytes = new byte[resource.Length];
        resource.ReadExactly(bytes);
        return bytes;
    }

    private static InvalidOperationException Missing(string name) => new($"The demo's picture {name} is not in the program.");
}

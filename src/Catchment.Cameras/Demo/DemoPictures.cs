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

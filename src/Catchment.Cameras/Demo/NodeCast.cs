namespace Catchment.Cameras.Demo;

/// <summary>Who a simulated node is: its name, and what its cameras see.</summary>
/// <param name="Number">Its number, from 0; decides its address, and with the seed all that looks like chance.</param>
/// <param name="Name">Its name: that of its scenes' node, with a number from the second round of scenes on.</param>
/// <param name="Views">Its cameras' scenes.</param>
internal sealed record NodeCast(int Number, string Name, IReadOnlyList<Scene> Views)
{
    /// <summary>Deals scenes to cameras, one of each in a round, and gathers those of a node.</summary>
    internal static IReadOnlyList<NodeCast> For(int cameras) =>
    [
        .. Enumerable.Range(0, cameras)
            .GroupBy(camera => NameOf(camera), camera => Scene.All[camera % Scene.All.Count], StringComparer.Ordinal)
            .Select((node, number) => new NodeCast(number, node.Key, [.. node])),
    ];

    private static string NameOf(int camera)
    {
        var round = camera / Scene.All.Count;
        var name = Scene.All[camera % Scene.All.Count].Node;
        return round == 0 ? name : $"{name}{round + 1}";
    }
}

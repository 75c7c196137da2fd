namespace Catchment.Cameras.Demo.Outposts;

/// <summary>Who a simulated outpost is.</summary>
/// <param name="Number">Its number, from 0; with the seed it decides all that looks like chance.</param>
/// <param name="Name">Its node name: that of its scenes' node, with a number from the second round on.</param>
/// <param name="Views">What its cameras see.</param>
internal sealed record OutpostCast(int Number, string Name, IReadOnlyList<OutpostScene> Views)
{
    /// <summary>Deals scenes to outposts, one of each in a round.</summary>
    internal static IReadOnlyList<OutpostCast> For(int outposts)
    {
        var nodes = OutpostScene.All.GroupBy(scene => scene.Node, StringComparer.Ordinal).Select(views => views.ToArray()).ToArray();
        return
        [
            .. Enumerable.Range(0, outposts).Select(number =>
            {
                var views = nodes[number % nodes.Length];
                var round = number / nodes.Length;
                return new OutpostCast(number, round == 0 ? views[0].Node : $"{views[0].Node}{round + 1}", views);
            }),
        ];
    }
}

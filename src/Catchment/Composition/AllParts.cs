using Catchment.Core.Hosting;

namespace Catchment.Composition;

/// <summary>Several services' parts as one.</summary>
internal sealed class AllParts : INodeParts
{
    private readonly IReadOnlyList<INodeParts> _parts;

    private AllParts(IReadOnlyList<INodeParts> parts)
    {
        _parts = parts;
        Services = [.. parts.SelectMany(p => p.Services)];
        MapWeb = parts.Select(p => p.MapWeb).Aggregate((a, b) => a + b);
        MapLocal = parts.Select(p => p.MapLocal).Aggregate((a, b) => a + b);
    }

    /// <inheritdoc/>
    public IReadOnlyList<ServiceDefinition> Services { get; }

    /// <inheritdoc/>
    public Action<WebApplication>? MapWeb { get; }

    /// <inheritdoc/>
    public Action<WebApplication>? MapLocal { get; }

    /// <summary>Puts them together, one after another; null: one of them cannot be, and the user was told why.</summary>
    internal static AllParts? Open(NodeRoom room, params ReadOnlySpan<Func<NodeRoom, INodeParts?>> openers)
    {
        var parts = new List<INodeParts>();
        foreach (var open in openers)
        {
            if (open(room) is not { } opened)
            {
                parts.ForEach(p => p.Dispose());
                return null;
            }

            parts.Add(opened);
        }

        return new AllParts(parts);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var part in _parts.Reverse())
            part.Dispose();
    }
}

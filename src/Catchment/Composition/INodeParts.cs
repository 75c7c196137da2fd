using Catchment.Core.Hosting;

namespace Catchment.Composition;

/// <summary>Services put together, with what they share.</summary>
internal interface INodeParts : IDisposable
{
    /// <summary>The services.</summary>
    IReadOnlyList<ServiceDefinition> Services { get; }

    /// <summary>Adds what they show to the node's web server; null: nothing.</summary>
    Action<WebApplication>? MapWeb { get; }

    /// <summary>Adds what they tell on the Unix socket in the state folder; null: nothing.</summary>
    Action<WebApplication>? MapLocal => null;
}

using System.CommandLine;
using Catchment.Telemetry.Replicas;

namespace Catchment.Commands.Telemetry.Replicas;

/// <summary><c>--map PREFIX=HOST:PREFIX</c>, which may be repeated.</summary>
internal static class ReplicaMapOption
{
    internal static Option<string[]> Create() => new("--map")
    {
        HelpName = ReplicaMap.Form,
        Description = "A folder with copies, and the folder of a host that they are copies of; may be repeated, the longest prefix counts. A relative one lies in the volume or target. Default: replicas.maps of the configuration.",
        Arity = ArgumentArity.OneOrMore,
    };
}

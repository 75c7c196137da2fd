using Catchment.Core.Hosting;
using Catchment.Tags.Sync.Statistics;

namespace Catchment.Commands.Tags;

/// <summary>A sync that answers.</summary>
/// <param name="Socket">Its status socket.</param>
/// <param name="Status">Its process.</param>
/// <param name="Stats">Its statistics.</param>
internal sealed record RunningSync(string Socket, NodeStatus Status, SyncStats Stats)
{
    /// <summary>It is a process of its own, not a service of a node.</summary>
    internal bool IsAlone => Path.GetFileNameWithoutExtension(Socket) == SyncTally.Service;

    /// <summary>The file with the process's id, for scripts.</summary>
    internal string PidFile => Path.ChangeExtension(Socket, ".pid");
}

using Catchment.Core.Hosting;
using Catchment.Tags.Sync.Cycle;
using Catchment.Tags.Sync.Rules;
using Catchment.Tags.Sync.Statistics;

namespace Catchment.Tags.Sync;

/// <summary>The sync as a service of a node. Source: <c>tags</c> 8.</summary>
/// <param name="settings">What it runs with.</param>
/// <param name="tally">Its numbers, which outlive it.</param>
public sealed class SyncService(SyncSettings settings, SyncTally tally) : IService
{
    /// <inheritdoc/>
    public string Name => SyncTally.Service;

    /// <inheritdoc/>
    /// <exception cref="RuleFileException">The rules cannot be used.</exception>
    /// <exception cref="StateFolderException">Another process has the buffer.</exception>
    public async Task RunAsync(IServiceContext context, CancellationToken stopping)
    {
        ArgumentNullException.ThrowIfNull(context);
        await using var engine = new SyncEngine(settings, tally, new Condition(context), context.Logger, context.Time);
        context.Running();
        await engine.RunAsync(stopping);
    }

    private sealed class Condition(IServiceContext context) : ISyncCondition
    {
        public void Degrade(string key, string reason) => context.Degrade(key, reason);

        public void Recover(string key) => context.Recover(key);
    }
}

using Catchment.Core.Databases;
using Catchment.Core.Hosting;

namespace Catchment.Composition;

/// <summary>A file or telemetry service that runs alone: what only the operator can mend ends its process, where a restart would meet it again and again.</summary>
/// <param name="inner">The service.</param>
/// <param name="end">Ends the process.</param>
/// <param name="endsWhenAway">A database that is away at the start ends it too, as it ends the original; otherwise it is waited for.</param>
internal sealed class AloneService(IService inner, NodeEnd end, bool endsWhenAway) : IService
{
    /// <inheritdoc/>
    public string Name => inner.Name;

    /// <inheritdoc/>
    public async Task RunAsync(IServiceContext context, CancellationToken stopping)
    {
        try
        {
            await inner.RunAsync(context, stopping);
        }
        catch (Exception e) when (IsForTheOperator(e) || (endsWhenAway && Database.IsAway(e)))
        {
            StartTrouble.Tell(e);
            end.With(1);
            await Task.Delay(Timeout.InfiniteTimeSpan, context.Time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static bool IsForTheOperator(Exception e) => e is OperatorException || Database.IsForbidden(e);
}

namespace Catchment.Tags.Board;

/// <summary>Where the gateway of this process is found, and where it enters and leaves.</summary>
public sealed class GatewayHome : IGatewayHome
{
    private RunningGateway? _running;

    /// <inheritdoc/>
    public RunningGateway? Running => Volatile.Read(ref _running);

    /// <summary>A gateway runs.</summary>
    /// <param name="gateway">The gateway.</param>
    public void Enter(RunningGateway gateway) => Volatile.Write(ref _running, gateway);

    /// <summary>It runs no more.</summary>
    public void Leave() => Volatile.Write(ref _running, null);
}

namespace Catchment.Tags.Board;

/// <summary>Where the gateway of this process is found: it may be starting, or be started again with a store of its own.</summary>
public interface IGatewayHome
{
    /// <summary>The gateway that runs; null: none does at this moment. The same object as long as it is the same gateway.</summary>
    RunningGateway? Running { get; }
}

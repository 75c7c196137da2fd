namespace Catchment.Tags.Servers;

/// <summary>A protocol server of the gateway, which can be switched on and off while the gateway runs. Source: <c>tags</c> 4.5.</summary>
public interface IGatewayServer
{
    /// <summary>Its name in the API: <c>modbus</c>, <c>opcua</c>, <c>iec104</c> or <c>snmp</c>.</summary>
    string Name { get; }

    /// <summary>The port that it listens on, or would.</summary>
    int Port { get; }

    /// <summary>Whether it serves.</summary>
    bool IsRunning { get; }

    /// <summary>Begins to serve; returns when its port is open, and at once when it serves already.</summary>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="IOException">Its port cannot be had.</exception>
    Task StartAsync(CancellationToken cancellation);

    /// <summary>Ends serving: answers what is in flight and closes; returns when its port is free.</summary>
    /// <param name="cancellation">Ends the draining.</param>
    Task StopAsync(CancellationToken cancellation);
}

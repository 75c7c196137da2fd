namespace Catchment.Composition;

/// <summary>The Unix sockets on which the processes of a configuration tell how they are.</summary>
internal static class StatusSockets
{
    /// <summary>All of them, whether somebody listens there or not.</summary>
    /// <param name="configuration">The configuration, without errors.</param>
    internal static IEnumerable<string> Of(NodeConfiguration configuration)
    {
        foreach (var socket in configuration.Files.Sockets())
            yield return socket;
        foreach (var socket in configuration.Telemetry.IsConfigured ? configuration.Telemetry.Sockets : [])
            yield return socket;
        foreach (var socket in configuration.Sync.Sockets.Where(File.Exists))
            yield return socket;
        if (configuration.Files.IsOriginal || configuration.Telemetry.IsOriginal)
            yield break;
        if (!configuration.IsOriginal)
            yield return Path.Combine(configuration.StateDirectory, "node.sock");
        if (!RecordedEvents.IsOnly(configuration))
            yield return Path.Combine(configuration.Hub!.StateDirectory, "hub.sock");
        yield return Path.Combine(configuration.Watcher!.StateDirectory, "watcher.sock");
        yield return Path.Combine(configuration.Pump!.StateDirectory, "pump.sock");
        yield return Path.Combine(configuration.GatewayStateDirectory, "gateway.sock");
        var started = Path.Combine(NodeConfiguration.DataServiceStateDirectory, "gateway.sock");
        if (configuration.Loaded.FilePath is null && File.Exists(started))
            yield return started;
    }
}

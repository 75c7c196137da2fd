using Catchment.Tags.Gateway;

namespace Catchment.Tags.Servers;

/// <summary>The protocol servers as a part of the gateway. Source: <c>tags</c> 4.5, 6.</summary>
public sealed class ServersPart : IGatewayPart
{
    /// <summary>Servers that do not run yet.</summary>
    /// <param name="servers">The servers.</param>
    /// <param name="isEnabled">Whether a server runs that nobody has switched yet.</param>
    /// <param name="room">What they serve.</param>
    /// <exception cref="IOException">What was switched before cannot be read.</exception>
    public ServersPart(IReadOnlyList<IGatewayServer> servers, Func<string, bool> isEnabled, GatewayRoom room)
    {
        ArgumentNullException.ThrowIfNull(room);
        Switches = new ServiceSwitches(servers, isEnabled, room.Documents, room.Loggers.CreateLogger("gateway.services"));
    }

    /// <summary>Switches them on and off.</summary>
    public ServiceSwitches Switches { get; }

    /// <inheritdoc/>
    public string Name => "servers";

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellation)
    {
        if (await Switches.StartAsync(cancellation) is [_, ..] failed)
            throw new IOException(string.Join(" ", failed.Select(static one => $"{one.Name}: {one.Reason.Message}")), failed[0].Reason);
    }

    /// <inheritdoc/>
    public async Task StopAsync(CancellationToken cancellation)
    {
        await Switches.StopAsync(cancellation);
        Switches.Dispose();
    }
}

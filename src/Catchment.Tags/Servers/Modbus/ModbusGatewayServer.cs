using System.Net;
using Catchment.Protocols.Modbus;
using Catchment.Tags.Gateway;
using Catchment.Tags.Settings;

namespace Catchment.Tags.Servers.Modbus;

/// <summary>The Modbus TCP server of the mapped points. Source: <c>tags</c> 4.5, 6.1.</summary>
public sealed class ModbusGatewayServer : IGatewayServer, IAsyncDisposable
{
    private readonly ServerRun<ModbusTcpServer> _run = new();
    private readonly ModbusImage _image;
    private readonly ModbusResponder _responder;
    private readonly ModbusServerOptions _options;

    /// <summary>A server that does not run yet.</summary>
    /// <param name="model">The points and their mappings.</param>
    /// <param name="options">How they are served.</param>
    /// <param name="metrics">Counts.</param>
    /// <param name="time">The clock of the time-outs.</param>
    /// <param name="version">The program's version, for the device identification.</param>
    /// <exception cref="FormatException">An endpoint is none; the message says which.</exception>
    public ModbusGatewayServer(GatewayModel model, ModbusOptions options, ModbusMetrics metrics, TimeProvider time, string version)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(options);
        _options = new ModbusServerOptions
        {
            Endpoints = [.. options.Listen.Select(ServerEndpoint.Parse)],
            MaxConnections = options.MaxConnections,
            Threads = options.Threads,
            IdleTimeout = TimeSpan.FromSeconds(options.IdleSeconds),
            Observer = metrics,
            Time = time,
        };
        _image = new ModbusImage(model.Store, model.Modbus, options);
        _responder = new ModbusResponder(_image, new ModbusIdentification("Catchment", "gateway", version));
    }

    /// <inheritdoc/>
    public string Name => "modbus";

    /// <inheritdoc/>
    public int Port => Endpoints.Count == 0 ? 0 : Endpoints[0].Port;

    /// <inheritdoc/>
    public bool IsRunning => _run.Now is not null;

    /// <summary>Where it listens, or would.</summary>
    public IReadOnlyList<IPEndPoint> Endpoints => _run.Now?.Endpoints ?? _options.Endpoints;

    /// <inheritdoc/>
    public async Task StartAsync(CancellationToken cancellation)
    {
        try
        {
            await _run.StartAsync(() => Task.FromResult(ModbusTcpServer.Start(_options, _responder)), cancellation);
        }
        catch (ModbusException e)
        {
            throw new IOException($"Modbus {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellation) => _run.StopAsync(server => server.StopAsync(cancellation));

    /// <summary>Stops, and lets go of the mappings.</summary>
    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None);
        _run.Dispose();
        _image.Dispose();
    }
}

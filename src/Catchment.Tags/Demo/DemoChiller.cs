using System.Globalization;
using System.Net;
using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Nodes;
using Catchment.Protocols.OpcUa.Server;

namespace Catchment.Tags.Demo;

/// <summary>A chiller that is an OPC UA server: it cools to its set point while it runs.</summary>
internal sealed class DemoChiller : IAsyncDisposable
{
    /// <summary>Its name.</summary>
    internal const string Name = "demo_chiller";

    private const string Uri = "urn:catchment:demo:chiller";

    private readonly OpcUaServer _server;
    private readonly DemoNode _outlet;
    private readonly DemoNode _power;
    private readonly DemoNode _setpoint;
    private readonly DemoNode _running;
    private double _temperature = 15;

    private DemoChiller(IPEndPoint listen, IOpcUaServerObserver observer, TimeProvider time)
    {
        var space = new NodeSpace(Uri, time);
        var index = space.AddNamespace($"{Uri}:nodes");
        (_outlet, _power) = (Add("Outlet", new Variant(_temperature), isTold: false), Add("Power", new Variant(0f), isTold: false));
        (_setpoint, _running) = (Add("Setpoint", new Variant(7.0), isTold: true), Add("Running", new Variant(true), isTold: true));
        _server = OpcUaServer.Start(new OpcUaServerOptions
        {
            Listen = [listen],
            ApplicationUri = Uri,
            ApplicationName = Name,
            Nodes = space,
            Observer = observer,
            Time = time,
        });

        DemoNode Add(string name, Variant value, bool isTold)
        {
            var node = DemoNode.Of(name, index, value, isTold, time);
            space.Add(node, StandardIds.ObjectsFolder, StandardIds.Organizes);
            return node;
        }
    }

    /// <summary>Begins; a port that is taken is another.</summary>
    /// <param name="listen">Its address and port; 0: any.</param>
    /// <param name="observer">Counts its answers.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="OpcUaException">It cannot listen.</exception>
    internal static DemoChiller Start(IPEndPoint listen, IOpcUaServerObserver observer, TimeProvider time)
    {
        try
        {
            return new DemoChiller(listen, observer, time);
        }
        catch (OpcUaException) when (listen.Port != 0)
        {
            return new DemoChiller(new IPEndPoint(listen.Address, 0), observer, time);
        }
    }

    /// <summary>Moves its values on.</summary>
    /// <param name="seconds">The time since the demo began.</param>
    /// <param name="step">Of which so many have passed since the last move.</param>
    internal void Move(double seconds, double step)
    {
        var isRunning = _running.Read().Value == new Variant(true);
        _setpoint.Read().Value.TryGetNumber(out var setpoint);
        var goal = isRunning ? setpoint + (0.3 * Math.Sin(seconds / 9)) : 18;
        _temperature += (goal - _temperature) * Math.Min(1, step / 20);
        _outlet.Set(new Variant(Math.Round(_temperature, 2)));
        _power.Set(new Variant(isRunning ? (float)Math.Round(4 + Math.Sin(seconds / 9), 2) : 0f));
    }

    /// <summary>The device in the poller's configuration.</summary>
    internal string Configuration() => string.Create(CultureInfo.InvariantCulture, $$"""
                - name: {{Name}}
                  enabled: true
                  deviceType: OPC-UA
                  opcuaServerUrl: opc.tcp://{{_server.Endpoints[0]}}
                  opcuaPublishingInterval: 250
                  opcuaSamplingInterval: 250
                  tags:
                    - { id: outlet, dataType: Analog, address: "nsu={{Uri}}:nodes;s=Outlet", units: °C }
                    - { id: power, dataType: Analog, address: "nsu={{Uri}}:nodes;s=Power", units: kW }
                    - { id: setpoint, dataType: Analog, address: "nsu={{Uri}}:nodes;s=Setpoint", readWrite: Read/Write, units: °C }
                    - { id: running, dataType: Discrete, address: "nsu={{Uri}}:nodes;s=Running", readWrite: Read/Write }

        """);

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}

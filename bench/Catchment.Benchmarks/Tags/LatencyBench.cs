using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Catchment.Benchmarks.Machine;
using Catchment.Protocols.Iec104.Client;
using Catchment.Protocols.Mqtt;
using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Client;
using Catchment.Tags.Ipc;
using Catchment.Tags.Store;

namespace Catchment.Benchmarks.Tags;

/// <summary>
/// From the writing of a value over the socket until Modbus, a subscriber of a real mosquitto, one of OPC UA, a master of IEC 60870-5-104, and a reader of the event stream
/// have it, while other values change. The gateway is the real program; the event stream is of all points, the publisher's mapping of the watched one, published on change without a pause; OPC UA
/// samples and publishes at the shortest intervals, which are in the time.
/// </summary>
/// <param name="program">The program.</param>
/// <param name="mosquitto">The broker's program.</param>
/// <param name="newFolder">Makes a folder.</param>
internal sealed class LatencyBench(string program, string mosquitto, Func<string> newFolder)
{
    private const string Key = "watched";
    private const int Points = 10_000;

    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan OpcUaInterval = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly byte[] ReadRequest = [0, 1, 0, 0, 0, 6, 1, 3, 0, 0, 0, 2];

    /// <summary>Measures.</summary>
    /// <param name="rates">With so many changes a second.</param>
    /// <param name="time">How long each.</param>
    /// <param name="cancellation">Ends it.</param>
    internal async Task<IReadOnlyList<LatencyRow>> MeasureAsync(IReadOnlyList<int> rates, TimeSpan time, CancellationToken cancellation)
    {
        var brokerPort = ServerProcess.FreePort();
        await using var broker = ServerProcess.Start("mosquitto", [mosquitto, "-p", $"{brokerPort}"], brokerPort);
        await using var gateway = await GatewayUnderTest.StartAsync(program, newFolder(), cancellation, "  mqtt: { enabled: false }");
        string[] keys = [.. Enumerable.Range(0, Points).Select(static i => $"PLC_{i / 100}.tag-{i % 100}")];
        gateway.Fill([.. keys, Key], 1);
        await gateway.PostAsync("/mappings/modbus", $$"""{"id":"{{Key}}","key":"{{Key}}","register_address":0,"data_type":"int32"}""", cancellation);
        await gateway.PostAsync("/mappings/opcua", $$"""{"id":"{{Key}}","key":"{{Key}}","node_id":"ns=2;s={{Key}}","data_type":"Int32"}""", cancellation);
        await gateway.PostAsync("/mappings/iec104", $$"""{"id":"{{Key}}","key":"{{Key}}","ioa":1}""", cancellation);
        await gateway.PostAsync("/mqtt-publisher/config", Publisher(brokerPort), cancellation);
        var rows = new List<LatencyRow>();
        foreach (var rate in rates)
        {
            using var load = new ChangeLoad(gateway.Socket, keys, rate);
            await RunAsync(gateway, brokerPort, load, TimeSpan.FromSeconds(1), cancellation); // warm-up
            rows.AddRange(await RunAsync(gateway, brokerPort, load, time, cancellation));
        }

        return rows;
    }

    private static async Task<LatencyRow[]> RunAsync(GatewayUnderTest gateway, int brokerPort, ChangeLoad load, TimeSpan time, CancellationToken cancellation)
    {
        var written = new long[(int)(time / Period) + 1];
        var (modbus, mqtt, opcUa, iec104, events) = (new Sightings(written), new Sightings(written), new Sightings(written), new Sightings(written), new Sightings(written));
        using var client = new IpcClient(gateway.Socket);
        client.Write(Key, TagValue.Of(-1L));
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        await using var subscriber = new MqttClient(new MqttClientOptions
        {
            Host = "127.0.0.1",
            Port = brokerPort,
            Subscriptions = [new MqttSubscription(Key, MqttQos.AtMostOnce)],
            ReconnectMin = TimeSpan.FromMilliseconds(50),
            Handler = (message, _) =>
            {
                if (NumberIn(message.Payload) is { } number)
                    mqtt.See(number);
                return ValueTask.CompletedTask;
            },
        });
        subscriber.Start();
        await using var master = new Iec104Client(new Iec104ClientOptions { Host = "127.0.0.1", Port = gateway.Iec104Port, Received = (in Iec104Indication one) => iec104.See((int)one.Information.ShortFloat) });
        await master.ConnectAsync(cancellation);
        var follower = FollowAsync(gateway, events, end.Token);
        var watcher = WatchAsync(gateway, opcUa, end.Token);
        await Task.Run(() => WaitUntilFollowed(client, [("MQTT", mqtt), ("OPC UA", opcUa), ("IEC 104", iec104), ("the event stream", events)], [follower, watcher]), cancellation);

        var (changes, cpu, began) = (load.Written, gateway.Usage.Cpu, Stopwatch.GetTimestamp());
        var count = Probe(gateway, client, written, modbus, time, cancellation);
        var took = Stopwatch.GetElapsedTime(began);
        var (rate, share) = ((load.Written - changes + count) / took.TotalSeconds, 100 * (gateway.Usage.Cpu - cpu) / took);
        while ((mqtt.Newest < count - 1 || opcUa.Newest < count - 1 || iec104.Newest < count - 1 || events.Newest < count - 1) && Stopwatch.GetElapsedTime(began) < time + Patience)
            await Task.Delay(Period, cancellation);
        await end.CancelAsync();
        await Task.WhenAll(follower, watcher);
        return [modbus.Row("Modbus", count, rate, share), mqtt.Row("MQTT", count, rate, share), opcUa.Row("OPC UA", count, rate, share), iec104.Row("IEC 104", count, rate, share), events.Row("events", count, rate, share)];
    }

    /// <summary>Writes the numbers and asks for each over Modbus as soon as the write is answered.</summary>
    /// <returns>How many.</returns>
    private static int Probe(GatewayUnderTest gateway, IpcClient client, long[] written, Sightings modbus, TimeSpan time, CancellationToken cancellation)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.Connect(IPAddress.Loopback, gateway.ModbusPort);
        var began = Stopwatch.GetTimestamp();
        var count = 0;
        while (count < written.Length && Stopwatch.GetElapsedTime(began) < time)
        {
            cancellation.ThrowIfCancellationRequested();
            written[count] = Stopwatch.GetTimestamp();
            if (!client.Write(Key, TagValue.Of((long)count)).Ok)
                throw new BenchmarkException("The gateway refused a value.");
            while (ReadRegisters(socket) != count)
            {
                // Asked again until it is there.
            }

            modbus.See(count++);
            if (Period * count - Stopwatch.GetElapsedTime(began) is { Ticks: > 0 } left)
                Thread.Sleep(left);
        }

        return count;
    }

    private static int ReadRegisters(Socket socket)
    {
        Span<byte> reply = stackalloc byte[13];
        socket.Send(ReadRequest);
        for (var left = reply; !left.IsEmpty;)
        {
            var read = socket.Receive(left);
            if (read == 0)
                throw new BenchmarkException("The Modbus server ended the connection.");
            left = left[read..];
        }

        return System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(reply[9..]);
    }

    /// <summary>Writes until a subscriber of each kind has had a first value, which counts for nothing.</summary>
    private static void WaitUntilFollowed(IpcClient client, (string Way, Sightings Seen)[] ways, Task[] followers)
    {
        var began = Stopwatch.GetTimestamp();
        for (var i = -2L; !Array.TrueForAll(ways, static way => way.Seen.IsThere); i--)
        {
            if (Array.Find(followers, static follower => follower.IsFaulted) is { } broken)
                broken.GetAwaiter().GetResult();
            if (Stopwatch.GetElapsedTime(began) > Patience)
                throw new BenchmarkException($"Nothing comes by {Array.Find(ways, static way => !way.Seen.IsThere).Way}.");
            client.Write(Key, TagValue.Of(i));
            Thread.Sleep(Period);
        }
    }

    private static async Task FollowAsync(GatewayUnderTest gateway, Sightings events, CancellationToken end)
    {
        try
        {
            await using var stream = await gateway.Api.GetStreamAsync(new Uri("/events", UriKind.Relative), end);
            using var reader = new StreamReader(stream);
            while (await reader.ReadLineAsync(end) is { } line)
            {
                if (line.Contains($"\"{Key}\"", StringComparison.Ordinal) && NumberIn(System.Text.Encoding.UTF8.GetBytes(line["data: ".Length..])) is { } number)
                    events.See(number);
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // Measured.
        }
    }

    private static async Task WatchAsync(GatewayUnderTest gateway, Sightings seen, CancellationToken end)
    {
        try
        {
            await using var client = new OpcUaClient(new OpcUaClientOptions { EndpointUrl = $"opc.tcp://127.0.0.1:{gateway.OpcUaPort}" });
            await client.ConnectAsync(end);
            await using var subscription = await client.CreateSubscriptionAsync(new OpcUaSubscriptionOptions { PublishingInterval = OpcUaInterval }, end);
            await subscription.AddAsync([new OpcUaItemOptions { NodeId = new NodeId(Key, 2), SamplingInterval = OpcUaInterval }], end);
            while (true)
            {
                foreach (var notification in await subscription.ReadAsync(end))
                {
                    if (notification.Value.Value.TryGetNumber(out var number))
                        seen.See((int)number);
                }
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // Measured.
        }
    }

    private static int? NumberIn(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        return (root.TryGetProperty(Key, out var value) || root.TryGetProperty("value", out value)) && value.TryGetDouble(out var number) ? (int)number : null;
    }

    private static string Publisher(int port) => string.Create(CultureInfo.InvariantCulture, $$"""
        {"enabled":true,
         "brokers":[{"id":"b","name":"b","address":"127.0.0.1","port":{{port}}}],
         "mappings":[{"id":"m","topicName":"{{Key}}","brokerId":"b","selectedTags":[{"name":"{{Key}}"}],"format":"json","publishInterval":3600000,"publishOnChange":true,"minimumInterval":0}]}
        """);
}

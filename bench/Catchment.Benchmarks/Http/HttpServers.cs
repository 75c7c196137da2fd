using System.Buffers;
using System.Net;
using Catchment.Core.Diagnostics;
using Catchment.Tags.Gateway;
using Catchment.Tags.Http;
using Catchment.Tags.Mappings;
using Catchment.Tags.Servers;
using Catchment.Tags.Settings;
using Catchment.Tags.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Catchment.Benchmarks.Http;

/// <summary>The servers that are measured, each in a process of its own.</summary>
internal static class HttpServers
{
    /// <summary>The points of the store.</summary>
    internal const int Points = 5_000;

    private static readonly byte[] Ok = """{"ok":true}"""u8.ToArray();

    /// <summary>Serves the gateway's API until it is ended.</summary>
    /// <param name="port">On this port.</param>
    /// <param name="isChanging">A point is written every millisecond meanwhile.</param>
    /// <param name="stop">Ends it.</param>
    internal static async Task ServeAsync(int port, bool isChanging, CancellationToken stop)
    {
        var time = TimeProvider.System;
        using var metrics = new NodeMetrics(time, "0");
        var store = Store(time);
        using var services = new ServiceSwitches([], static _ => false, documents: null, NullLogger.Instance);
        await using var api = new GatewayApi(new GatewayHttpOptions { Listen = [$"127.0.0.1:{port}"] }, new GatewayApiParts
        {
            Model = new GatewayModel
            {
                Store = store,
                Modbus = new MappingTable<ModbusMapping>(null),
                OpcUa = new MappingTable<OpcUaMapping>(null),
                Iec104 = new MappingTable<Iec104Mapping>(null),
                Snmp = new MappingTable<SnmpMapping>(null),
            },
            Services = services,
            Numbers = metrics.ForService("gateway"),
            Version = "0",
            Time = time,
            Loggers = NullLoggerFactory.Instance,
        });
        await api.StartAsync(stop);
        if (!isChanging)
        {
            await Task.Delay(Timeout.Infinite, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return;
        }

        for (var i = 0; !stop.IsCancellationRequested; i++)
        {
            store.Write(KeyOf(i % Points), new TagWrite(TagValue.Of(i * 0.37), TagOrigin.Ipc));
            await Task.Delay(1, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>Serves the same bytes from a bare Kestrel until it is ended.</summary>
    /// <param name="port">On this port.</param>
    /// <param name="stop">Ends it.</param>
    internal static async Task ServeBareAsync(int port, CancellationToken stop)
    {
        using var picture = new Catchment.Tags.Http.Reading.DataPicture(Store(TimeProvider.System));
        byte[] data;
        using (var document = picture.Take())
            data = document.Bytes.ToArray();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Services.AddRoutingCore();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, port));
        await using var app = builder.Build();
        app.MapGet("/data", context => AnswerAsync(context, data));
        app.MapPost("/write", async context =>
        {
            var buffer = ArrayPool<byte>.Shared.Rent(16 * 1024);
            while (await context.Request.Body.ReadAsync(buffer) > 0)
            {
                // It only has to be read.
            }

            ArrayPool<byte>.Shared.Return(buffer);
            await AnswerAsync(context, Ok);
        });
        await app.StartAsync(stop);
        await Task.Delay(Timeout.Infinite, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    /// <summary>The key of a point.</summary>
    internal static string KeyOf(int point) => $"device_{point / 100}.tag_{point % 100}";

    private static TagStore Store(TimeProvider time)
    {
        var store = new TagStore(new TagStoreSettings(), time, journal: null, NullLogger.Instance);
        for (var i = 0; i < Points; i++)
            store.Write(KeyOf(i), new TagWrite(TagValue.Of(i * 0.37), TagOrigin.Ipc));
        return store;
    }

    private static Task AnswerAsync(HttpContext context, byte[] bytes)
    {
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = bytes.Length;
        return context.Response.Body.WriteAsync(bytes).AsTask();
    }
}

using System.Text;
using System.Text.Json;
using Catchment.Core.Diagnostics;
using Catchment.Tags.Poller;
using Catchment.Tags.Poller.Configuration;
using Catchment.Tags.Poller.OpcUa;
using Catchment.Tags.Poller.Serving;
using Catchment.Tags.Settings;
using Catchment.Tags.Store;
using Microsoft.Extensions.Logging.Abstractions;

namespace Catchment.Tags.Tests.Poller;

/// <summary>A poller over a store, by a clock that the test moves.</summary>
internal sealed class PollerBench : IAsyncDisposable
{
    /// <summary>A scan time that nothing else has, so that a timer of it says: a scan is done, the next one is waited for.</summary>
    internal static readonly TimeSpan Scan = TimeSpan.FromMilliseconds(1234);

    private readonly PolledDocument _document;

    internal PollerBench(PollerOptions? options = null, UnknownKeys unknownKeys = UnknownKeys.Register, string? lastSuccessFile = null, PollerCertificates? certificates = null)
    {
        Node = new NodeMetrics(Time, "0");
        Store = new TagStore(new TagStoreSettings { UnknownKeys = unknownKeys }, Time, null, NullLogger.Instance);
        Metrics = new PollerMetrics(Node);
        Parts = new PollerParts { Store = Store, Options = options ?? new PollerOptions(), Metrics = Metrics, LastSuccessFile = lastSuccessFile, Certificates = certificates, Time = Time, Logger = NullLogger.Instance };
        Poller = new TagPoller(Parts);
        _document = new PolledDocument(Poller);
    }

    internal ManualTime Time { get; } = new();

    internal NodeMetrics Node { get; }

    internal TagStore Store { get; }

    internal PollerMetrics Metrics { get; }

    internal PollerParts Parts { get; }

    internal TagPoller Poller { get; }

    internal JsonElement Document => JsonDocument.Parse(_document.All()).RootElement;

    /// <summary>The text of a file with one port, or several.</summary>
    internal static string File(string devices, string port = "", string rest = "") =>
        "{" + rest + "\"io_setup\": {\"ports\": [{\"id\": \"p1\", \"enabled\": true, \"scanTime\": 1234, \"autoRecoverTime\": 0, " + port + " \"devices\": [" + devices + "]}]}}";

    internal static PollerConfiguration Read(string devices, string port = "", string rest = "") => PollerFile.Read(Encoding.UTF8.GetBytes(File(devices, port, rest)), "poller.json");

    internal static string Device(string name, int port, string tags, string rest = "") =>
        "{\"name\": \"" + name + "\", \"enabled\": true, \"deviceType\": \"Modbus TCP\", \"ipAddress\": \"127.0.0.1\", \"portNumber\": " + port + ", " + rest + "\"tags\": [" + tags + "]}";

    internal static string Tag(string id, int address, string rest = "") =>
        "{\"id\": \"" + id + "\", \"name\": \"" + id + "-name\", \"address\": \"" + address + "\", \"dataType\": \"Analog\"" + (rest.Length > 0 ? ", " : "") + rest + "}";

    internal static bool IsOk(JsonElement entry) => entry.GetProperty("status").GetString() == "ok";

    internal Task ApplyAsync(string devices, string port = "", string rest = "") => Poller.ApplyAsync(Read(devices, port, rest)).InTimeAsync();

    /// <summary>Ends when the scan that is under way is done.</summary>
    internal Task ScannedAsync() => Time.TimerSetAsync(Scan);

    /// <summary>One scan more.</summary>
    internal async Task ScanAsync()
    {
        await ScannedAsync();
        Time.Advance(Scan);
        await ScannedAsync();
    }

    internal JsonElement Entry(string device, string tag) => Document.GetProperty(device).GetProperty(tag);

    internal string? Status(string device, string tag) => Entry(device, tag).GetProperty("status").GetString();

    internal PointState State(string key)
    {
        Store.TryGet(key, out var point).ShouldBeTrue(key);
        return point!.Read();
    }

    public async ValueTask DisposeAsync()
    {
        await Poller.DisposeAsync();
        Node.Dispose();
    }
}

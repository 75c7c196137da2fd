using Catchment.Cameras.Catalog;
using Catchment.Core.Diagnostics;
using Catchment.Core.Hosting;
using Catchment.Core.Live;
using Microsoft.Extensions.Logging.Abstractions;

namespace Catchment.WebConsole.Tests;

/// <summary>A real node with the console on a real port; ends with the test.</summary>
internal sealed class ConsoleNode : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly StateFolder _state;
    private readonly Task<int> _run;

    private ConsoleNode(Func<ConsoleParts, ConsoleParts> parts, Func<NodeHostOptions, NodeHostOptions> options, ServiceDefinition[] services)
    {
        Catalog = new MemoryCatalog { Live = Live };
        Directory.CreateDirectory(Images);
        _state = StateFolder.Open(_folder["state"]);
        Parts = parts(new ConsoleParts
        {
            Node = "data1",
            Catalog = Catalog,
            Board = Catalog,
            Live = Live,
            ImagesFolder = Images,
            ArchiveFolders = [_folder["archive"]],
            Time = Scene.Clock,
        });
        var host = new NodeHost(
            options(new NodeHostOptions
            {
                Node = "data1",
                Web = [WebEndpoint.Parse("http://127.0.0.1:0")],
                WebToken = Token,
                HandleSignals = false,
                Environment = _ => null,
                Live = Live,
                ConfigureWeb = ConsoleRoutes.AddServices,
                MapWeb = app => ConsoleRoutes.Map(app, Parts),
            }),
            services.Length > 0 ? services : [QuietService.Define("hub")],
            _state,
            Metrics,
            NullLoggerFactory.Instance,
            TimeProvider.System);
        Host = host;
        _run = Task.Run(() => host.RunAsync(_stop.Token));
    }

    public const string Token = "correct horse battery";

    public MemoryCatalog Catalog { get; }

    public LiveFeed Live { get; } = new();

    public NodeMetrics Metrics { get; } = new(TimeProvider.System, "1.2.3");

    public ConsoleParts Parts { get; }

    public NodeHost Host { get; }

    public string Images => _folder["images"];

    public string Archive => _folder["archive"];

    public string Folder => _folder.FullPath;

    public Uri Address { get; private set; } = null!;

    public HttpClient Client { get; private set; } = null!;

    public static async Task<ConsoleNode> StartAsync(
        Func<ConsoleParts, ConsoleParts>? parts = null, Func<NodeHostOptions, NodeHostOptions>? options = null, params ServiceDefinition[] services)
    {
        var node = new ConsoleNode(parts ?? (p => p), options ?? (o => o), services);
        string address = (await node.Host.WebAddresses.InTimeAsync())[0];
        await node.Host.Ready.InTimeAsync();
        node.Address = new Uri(address.Replace("0.0.0.0", "127.0.0.1", StringComparison.Ordinal));
        node.Client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = node.Address, Timeout = Patience.Limit };
        return node;
    }

    /// <summary>Stores a picture as the hub does, and tells the catalog.</summary>
    public FrameEntry Store(Camera camera, DateTime time, byte[] picture, FrameFormat format = FrameFormat.Jpg, bool archived = false)
    {
        var frame = new FrameEntry(camera, time, format, picture.Length, null, null, archived);
        string path = PathOf(frame);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, picture);
        Catalog.Add(frame);
        return frame;
    }

    public string PathOf(FrameEntry frame)
    {
        string extension = frame.Format.ToString().ToLowerInvariant();
        return Path.Combine(
            frame.IsArchived ? Archive : Images, $"{frame.Time:yyyy-MM-dd}", $"{frame.Camera.Label}-{frame.Time:yyyy-MM-ddTHH.mm.ss.ffffff}.{extension}");
    }

    /// <summary>Stops as SIGTERM does.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> StopAsync()
    {
        await _stop.CancelAsync();
        return await _run.InTimeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Client.Dispose();
        Metrics.Dispose();
        _state.Dispose();
        _stop.Dispose();
        _folder.Dispose();
    }
}

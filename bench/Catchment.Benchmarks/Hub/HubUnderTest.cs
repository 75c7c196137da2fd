using Catchment.Benchmarks.Load;
using Catchment.Benchmarks.Machine;

namespace Catchment.Benchmarks.Hub;

/// <summary>A hub that runs as a process of its own, with a port and a data folder of its own.</summary>
internal sealed class HubUnderTest : IAsyncDisposable
{
    /// <summary>Without it, an <c>imagehub.yaml</c> means the original's cap of 5000 frames a day.</summary>
    private const string Settings = """
        hub:
          max_images_write: 1000000000
        """;

    private readonly ServerProcess _process;

    private HubUnderTest(ServerProcess process, string folder) => (_process, DataFolder) = (process, folder);

    /// <summary>Its port on loopback.</summary>
    internal int Port => _process.Port;

    /// <summary>Its data folder.</summary>
    internal string DataFolder { get; }

    /// <summary>What it has used so far.</summary>
    internal ProcessUsage Usage => _process.Usage;

    /// <summary>Starts a hub; it may not accept yet.</summary>
    /// <param name="command">The program and the words that come before <c>run hub</c>.</param>
    /// <param name="dataFolder">Its data folder, which exists.</param>
    /// <param name="durability">Its durability.</param>
    /// <exception cref="BenchmarkException">It cannot be started.</exception>
    internal static HubUnderTest Start(IReadOnlyList<string> command, string dataFolder, HubDurability durability)
    {
        var settings = Path.Combine(dataFolder, "imagehub.yaml");
        File.WriteAllText(settings, Settings);
        var port = ServerProcess.FreePort();
        string[] words =
        [
            .. command, "run", "hub", "-c", settings,
            $"hub.listen=tcp://127.0.0.1:{port}",
            $"hub.durability={durability switch { HubDurability.Synced => "synced", HubDurability.Queued => "queued", _ => "written" }}",
            $"hub.data_directory={dataFolder}",
        ];
        return new HubUnderTest(ServerProcess.Start("the hub", words, port), dataFolder);
    }

    /// <summary>Starts a hub and waits until it accepts senders.</summary>
    /// <inheritdoc cref="Start"/>
    internal static async Task<HubUnderTest> StartAcceptingAsync(
        IReadOnlyList<string> command, string dataFolder, HubDurability durability, CancellationToken cancellation)
    {
        var hub = Start(command, dataFolder, durability);
        try
        {
            await hub._process.WaitUntilAcceptingAsync(cancellation);
            return hub;
        }
        catch
        {
            await hub.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc cref="ServerProcess.FirstConnectionAsync"/>
    internal Task<ReqConnection> FirstConnectionAsync(CancellationToken cancellation) => _process.FirstConnectionAsync(cancellation);

    /// <inheritdoc cref="HubMetrics.AllocatedAsync"/>
    internal Task<double?> AllocatedAsync(CancellationToken cancellation) => HubMetrics.AllocatedAsync(DataFolder, cancellation);

    /// <summary>The frames on disk: complete files only, since the name of one that is not yet complete begins with a dot.</summary>
    internal IEnumerable<string> Frames()
    {
        var images = Path.Combine(DataFolder, "images");
        return Directory.Exists(images)
            ? Directory.EnumerateFiles(images, "*.jpg", SearchOption.AllDirectories).Where(f => !Path.GetFileName(f).StartsWith('.'))
            : [];
    }

    /// <inheritdoc cref="ServerProcess.StopAsync"/>
    internal Task StopAsync(CancellationToken cancellation) => _process.StopAsync(cancellation);

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _process.DisposeAsync();
}

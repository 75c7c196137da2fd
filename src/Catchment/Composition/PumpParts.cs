using Catchment.Cameras.Events;
using Catchment.Cameras.Pump;
using Catchment.Core.Hosting;

namespace Catchment.Composition;

/// <summary>The pump, with the FaceList whose locks it respects.</summary>
internal sealed class PumpParts : INodeParts
{
    private PumpParts(NodeRoom room)
    {
        var settings = room.Configuration.Pump!;
        var metrics = new PumpMetrics(room.Metrics);
        var locks = new FaceList(settings.FaceFile, settings.FaceFileIsRequired, TimeProvider.System);
        Services = [new ServiceDefinition(PumpMetrics.Service, () => new PumpService(settings, metrics, locks))];
    }

    /// <inheritdoc/>
    public IReadOnlyList<ServiceDefinition> Services { get; }

    /// <inheritdoc/>
    public Action<WebApplication>? MapWeb => null;

    /// <summary>Puts them together; null: the FaceList that a datapump.yaml names is not there, and the user was told. The original does not start then.</summary>
    internal static PumpParts? Open(NodeRoom room)
    {
        if (WhyItCannotStart(room.Configuration) is not { } why)
            return new PumpParts(room);
        Console.Error.WriteLine($"error: {why}");
        return null;
    }

    /// <summary>What is missing on this machine; null: nothing.</summary>
    internal static string? WhyItCannotStart(NodeConfiguration configuration) => configuration.IsDataPump && !File.Exists(configuration.Pump!.FaceFile)
        ? $"facefile: there is no file {configuration.Pump.FaceFile}, and without it the pump does not start. Correct the path, or make a list that locks nothing: a file with the line date,event,timestamp."
        : null;

    /// <inheritdoc/>
    public void Dispose()
    {
        // Nothing is held beyond the service.
    }
}

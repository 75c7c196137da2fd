using System.Text.Json;
using Catchment.Core.Diagnostics;
using Catchment.Files.Tables;

namespace Catchment.Files.Ingester;

/// <summary>The ingester's numbers: received are files taken, sent are those that the plugin accepted.</summary>
public sealed class IngesterMetrics
{
    /// <summary>The service's name in metrics, logs and status.</summary>
    public const string Service = "ingester";

    private const string Database = "database";
    private const string Refused = "refused_result";

    private readonly ServiceMetrics _metrics;

    /// <summary>Makes or finds the ingester's numbers in a node's.</summary>
    /// <param name="node">The node's numbers.</param>
    public IngesterMetrics(NodeMetrics node)
    {
        ArgumentNullException.ThrowIfNull(node);
        _metrics = node.ForService(
            Service, [Label(FileStatus.Ignored), Label(FileStatus.Invalid)], [Label(FileStatus.Failure), Label(FileStatus.Unknown), Database, Refused]);
    }

    internal void Taken(IReadOnlyList<Claim> claims)
    {
        _metrics.Received(claims.Count);
        _metrics.Bytes(claims.Sum(c => c.File.Size));
        foreach (var _ in claims)
            _metrics.Enter();
    }

    internal void Done(AttemptResult result)
    {
        _metrics.Leave();
        if (result.Status is FileStatus.Success or FileStatus.Failure && result.Duration is { } duration)
            _metrics.Latency(duration);
        switch (result.Status)
        {
            case FileStatus.Success:
                _metrics.Sent();
                break;
            case FileStatus.Ignored or FileStatus.Invalid:
                _metrics.Discarded.Add(Label(result.Status));
                break;
            case FileStatus.Failure or FileStatus.Unknown:
                _metrics.Errors.Add(Label(result.Status));
                break;
        }
    }

    internal void GivenBack(int count)
    {
        for (var i = 0; i < count; i++)
            _metrics.Leave();
    }

    internal void DatabaseFailed() => _metrics.Errors.Add(Database);

    internal void ResultRefused() => _metrics.Errors.Add(Refused);

    private static string Label(FileStatus status) => JsonNamingPolicy.SnakeCaseLower.ConvertName(status.ToString());
}

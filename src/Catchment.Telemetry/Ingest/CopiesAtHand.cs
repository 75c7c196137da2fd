using Catchment.Core.Diagnostics;
using Catchment.Core.Storage;
using Catchment.Telemetry.Replicas;
using Catchment.Telemetry.Settings;
using Microsoft.Extensions.Logging;

namespace Catchment.Telemetry.Ingest;

/// <summary>
/// Current copies, on this computer's volumes, of files that are to be read: what stands in for a file that is no longer there. They are asked for
/// once, at the first file that is missing. Safe for many threads. Source: <c>telemetry</c> 13.
/// </summary>
/// <param name="settings">Whose files, and under which name copies here are recorded.</param>
/// <param name="reader">Asks for them.</param>
/// <param name="logger">Its log.</param>
internal sealed partial class CopiesAtHand(TelemetrySettings settings, ReplicaReader reader, ILogger logger)
{
    private readonly Lock _gate = new();
    private ILookup<string, ReplicaRow>? _copies;

    /// <summary>A copy of a file that is as its row says.</summary>
    /// <returns>Null: there is none here.</returns>
    internal ReplicaRow? Of(string path, CancellationToken stop)
    {
        lock (_gate)
            _copies ??= reader.CurrentUnread(settings.Hostname, settings.ReplicaHost, stop).ToLookup(static r => r.OriginPath, StringComparer.Ordinal);
        foreach (var copy in _copies[path])
        {
            var shown = LogText.OneLine(copy.Path);
            try
            {
                if (!copy.Path.StartsWith('/') || ContentComparison.Look(copy.Path) is not { } facts)
                    continue;
                if (facts.Kind == FileKind.File && facts.Size == copy.Size)
                    return copy;
                LogOther(logger, shown);
            }
            catch (IOException e)
            {
                LogUnreadable(logger, shown, e.Message); // Another volume may have another one.
            }
        }

        return null;
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Path}: cannot be read in its original's place: {Reason}")]
    private static partial void LogUnreadable(ILogger logger, string path, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Path}: another size than its row in file_replicas says; it is not read in its original's place")]
    private static partial void LogOther(ILogger logger, string path);
}

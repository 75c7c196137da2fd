using Catchment.Core.Diagnostics;
using Catchment.Tags.Store;
using Microsoft.Extensions.Logging;

namespace Catchment.Tags.Polling;

/// <summary>
/// Copies the virtual tags of the polling service into the store: registers user tags as they appear, and writes user and calculated tags. It tries for ever, with growing
/// pauses while nobody answers. Source: <c>tags</c> 8.7.
/// </summary>
/// <param name="service">Where from.</param>
/// <param name="store">Where to.</param>
/// <param name="writeBack">Knows which values are newer here than there.</param>
/// <param name="settings">How often.</param>
/// <param name="metrics">Its numbers.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Told of failures, once per episode.</param>
public sealed partial class VirtualTagPull(
    PollingService service, TagStore store, WriteBack writeBack, PollingSettings settings, PollingMetrics metrics, TimeProvider time, ILogger logger)
{
    private readonly LogEpisode _failing = new(time);
    private readonly LogEpisode _refused = new(time);

    /// <summary>Tells which keys are calculated here: what the polling service makes of them is left alone.</summary>
    public Func<string, bool> IsCalculatedHere { get; init; } = static _ => false;

    /// <summary>Pulls until it is asked to stop.</summary>
    /// <param name="stopping">Ends it.</param>
    /// <returns>Ends without an exception when it was asked to stop.</returns>
    public async Task RunAsync(CancellationToken stopping)
    {
        var pause = settings.Interval;
        try
        {
            while (true)
            {
                var began = time.GetTimestamp();
                pause = await PullAsync(stopping).ConfigureAwait(false) ? settings.Interval : Longer(pause);
                var left = pause - time.GetElapsedTime(began);
                if (left > TimeSpan.Zero)
                    await Task.Delay(left, time, stopping).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // It was asked to stop.
        }
    }

    private TimeSpan Longer(TimeSpan pause) => 2 * pause < settings.LongestPause ? 2 * pause : settings.LongestPause;

    private async Task<bool> PullAsync(CancellationToken stopping)
    {
        writeBack.BeginPull();
        VirtualTags tags;
        try
        {
            tags = await service.ReadVirtualTagsAsync(stopping).ConfigureAwait(false);
        }
        catch (PollingException e)
        {
            metrics.Failed(PollingTrouble.Pull);
            if (_failing.Occurs())
                LogAway(logger, service.BaseUrl, e.Message);
            return false;
        }

        if (_failing.End() is { } episode)
            LogBack(logger, service.BaseUrl, episode.Count);
        var refused = tags.Invalid + Register(tags.User) + Write(tags.User) + Write(tags.Calculated.Where(tag => !IsCalculatedHere(tag.Key)));
        writeBack.Know(tags.User.Select(tag => tag.Key).ToHashSet(StringComparer.Ordinal));
        metrics.PulledAll();
        Tell(refused);
        return true;
    }

    /// <summary>Registers user tags that are new, or were known by a first write only; in one durable step.</summary>
    private int Register(IReadOnlyList<VirtualTag> tags)
    {
        List<PointRegistration> wishes = [];
        foreach (var tag in tags)
        {
            if (!store.TryGet(tag.Key, out var point) || point.Definition.IsAutomatic)
                wishes.Add(new PointRegistration { Key = tag.Key, DataType = tag.DataType, Default = tag.Value.IsNull ? Nothing(tag.DataType) : tag.Value, Units = tag.Units });
        }

        if (wishes.Count == 0)
            return 0;
        try
        {
            return store.Register(wishes).Count(result => result.Point is null);
        }
        catch (IOException e)
        {
            LogNotDurable(logger, e, wishes.Count);
            return wishes.Count;
        }
    }

    private static TagValue Nothing(string dataType) => dataType == "int" ? TagValue.Of(0L) : TagCoercion.DefaultOf(dataType);

    private int Write(IEnumerable<VirtualTag> tags)
    {
        var refused = 0;
        foreach (var tag in tags)
        {
            if (tag.Value.IsNull || writeBack.Guards(tag.Key))
                continue;
            var result = store.Write(tag.Key, new TagWrite(tag.Value, TagOrigin.Pull, Quality: tag.IsGood ? TagQuality.Good : TagQuality.Uncertain));
            // A client may have written between the question and this write: what it wrote is still to go back, and is put in place again.
            for (TagValue? last = null; writeBack.TryGetPending(tag.Key, out var newer) && newer != last; last = newer)
                result = store.Write(tag.Key, new TagWrite(newer, TagOrigin.Pull));
            if (result.IsOk())
                metrics.Wrote();
            else
                refused++;
        }

        return refused;
    }

    private void Tell(int refused)
    {
        if (refused > 0)
        {
            metrics.Failed(PollingTrouble.Entry, refused);
            if (_refused.Occurs())
                LogRefused(logger, refused, service.BaseUrl);
        }
        else
        {
            _refused.End();
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The virtual tags of the polling service at {Url} cannot be read: {Why}. It is tried again; gateway.polling.base_url says where it is.")]
    private static partial void LogAway(ILogger logger, Uri url, string why);

    [LoggerMessage(Level = LogLevel.Information, Message = "The polling service at {Url} answers; {Count} tries failed before")]
    private static partial void LogBack(ILogger logger, Uri url, long count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Count} virtual tags of {Url} could not be understood, registered or written. Further ones are counted.")]
    private static partial void LogRefused(ILogger logger, int count, Uri url);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Count} user tags could not be registered durably")]
    private static partial void LogNotDurable(ILogger logger, Exception exception, int count);
}

using System.Collections.Frozen;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using Catchment.Core.Diagnostics;

namespace Catchment.Tags.Http;

/// <summary>What the API counts: requests by route and class of status, those in flight, followers of changes, and what they were not told one by one.</summary>
internal sealed class RequestNumbers
{
    private const int Classes = 5; // 1xx to 5xx

    // A gateway that is started again goes on counting: its instruments are made once.
    private static readonly ConditionalWeakTable<Meter, RequestNumbers> Made = [];

    private readonly FrozenDictionary<string, StripedCounter[]> _requests;
    private readonly StripedCounter[] _unknown = [.. Enumerable.Range(0, Classes).Select(static _ => new StripedCounter())];
    private readonly StripedCounter _inFlight = new();
    private readonly StripedCounter _conflated = new();
    private int _followers;

    /// <summary>The numbers that go to a meter.</summary>
    /// <param name="meter">Where they go.</param>
    /// <param name="templates">The paths of all routes.</param>
    internal static RequestNumbers Of(Meter meter, IEnumerable<string> templates) => Made.GetValue(meter, made => new RequestNumbers(made, templates));

    /// <summary>Makes the numbers.</summary>
    /// <param name="meter">Where they go.</param>
    /// <param name="templates">The paths of all routes.</param>
    private RequestNumbers(Meter meter, IEnumerable<string> templates)
    {
        _requests = templates.Distinct(StringComparer.Ordinal).ToFrozenDictionary(
            static template => template,
            static _ => Enumerable.Range(0, Classes).Select(static _ => new StripedCounter()).ToArray(),
            StringComparer.Ordinal);
        (StripedCounter Counter, KeyValuePair<string, object?>[] Tags)[] series =
        [
            .. _requests.Append(KeyValuePair.Create("other", _unknown)).OrderBy(static one => one.Key, StringComparer.Ordinal).SelectMany(static one => one.Value.Select(
                (counter, i) => (counter, new[] { KeyValuePair.Create("route", (object?)one.Key), KeyValuePair.Create("status", (object?)$"{i + 1}xx") }))),
        ];
        meter.CreateObservableCounter(
            "catchment_gateway_http_requests_total",
            () => series.Where(static one => one.Counter.Value > 0).Select(static one => new Measurement<long>(one.Counter.Value, one.Tags)),
            description: "Requests to the HTTP API that were answered, by route and class of status.");
        meter.CreateObservableUpDownCounter("catchment_gateway_http_in_flight", () => _inFlight.Value, description: "Requests to the HTTP API that are being answered.");
        meter.CreateObservableGauge("catchment_gateway_http_event_clients", () => Volatile.Read(ref _followers), description: "Clients that follow changes over HTTP.");
        meter.CreateObservableCounter(
            "catchment_gateway_http_events_conflated_total", () => _conflated.Value, description: "Changes that a client over HTTP was not told because a newer one of the same point came first.");
    }

    /// <summary>A request has come.</summary>
    internal void Enter() => _inFlight.Add();

    /// <summary>A request was answered.</summary>
    /// <param name="template">Its route's path; null: it has no route.</param>
    /// <param name="status">The status of its answer.</param>
    internal void Leave(string? template, int status)
    {
        _inFlight.Add(-1);
        var counters = template is not null && _requests.TryGetValue(template, out var known) ? known : _unknown;
        counters[Math.Clamp((status / 100) - 1, 0, Classes - 1)].Add();
    }

    /// <summary>A client begins to follow changes.</summary>
    /// <param name="most">How many may at once.</param>
    /// <returns>False: there are as many already.</returns>
    internal bool TryFollow(int most)
    {
        if (Interlocked.Increment(ref _followers) <= most)
            return true;
        Interlocked.Decrement(ref _followers);
        return false;
    }

    /// <summary>A client follows no more.</summary>
    internal void Unfollow() => Interlocked.Decrement(ref _followers);

    /// <summary>Changes were passed over.</summary>
    internal void Conflated(long count) => _conflated.Add(count);
}

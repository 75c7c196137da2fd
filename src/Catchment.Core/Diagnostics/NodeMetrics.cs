using System.Diagnostics.Metrics;

namespace Catchment.Core.Diagnostics;

/// <summary>
/// All numbers of one node: one <see cref="ServiceMetrics"/> for each service, kept over the service's restarts,
/// and those of the process. What reads them recognises their meters by this object as the meters' scope, and by
/// names that begin with <see cref="MeterPrefix"/>.
/// </summary>
public sealed class NodeMetrics : IDisposable
{
    /// <summary>What the names of all meters begin with.</summary>
    public const string MeterPrefix = "Catchment.";

    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, ServiceMetrics> _services = new(StringComparer.Ordinal);
    private readonly List<Meter> _meters = [];

    /// <summary>Makes the registry with the numbers of the process.</summary>
    /// <param name="time">The clock of the uptime.</param>
    /// <param name="version">The program's version.</param>
    public NodeMetrics(TimeProvider time, string version)
    {
        Version = version;
        ProcessInstruments.Create(NewMeter("Process"), time, version);
    }

    /// <summary>The program's version.</summary>
    public string Version { get; }

    /// <summary>The services known so far, by name.</summary>
    public IReadOnlyList<ServiceMetrics> Services
    {
        get
        {
            lock (_gate)
            {
                return [.. _services.Values];
            }
        }
    }

    /// <summary>The numbers of a service: made at the first call, the same ones afterwards.</summary>
    /// <param name="service">The service's name: lower-case letters, digits and <c>_</c>, a letter in front.</param>
    /// <param name="discardReasons">Every reason for which it may throw something away.</param>
    /// <param name="errorKinds">Every kind of failure that it counts.</param>
    /// <exception cref="ArgumentException">The name or a label value has other characters.</exception>
    public ServiceMetrics ForService(
        string service,
        IEnumerable<string>? discardReasons = null,
        IEnumerable<string>? errorKinds = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(service);
        if (!char.IsAsciiLetterLower(service[0])
            || !service.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_'))
        {
            throw new ArgumentException($"'{service}' is no name for a service: lower-case letters, digits and '_' are allowed, a letter in front.", nameof(service));
        }

        lock (_gate)
        {
            if (!_services.TryGetValue(service, out ServiceMetrics? metrics))
            {
                metrics = new ServiceMetrics(service, NewMeter(service), discardReasons ?? [], errorKinds ?? []);
                _services.Add(service, metrics);
            }

            return metrics;
        }
    }

    /// <summary>Ends all meters; what reads them sees nothing more.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            foreach (Meter meter in _meters)
            {
                meter.Dispose();
            }
        }
    }

    private Meter NewMeter(string name)
    {
        var meter = new Meter(new MeterOptions(MeterPrefix + name) { Version = Version, Scope = this });
        _meters.Add(meter);
        return meter;
    }
}

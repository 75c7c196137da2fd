namespace Catchment.Tags.Servers.Iec104;

/// <summary>How the IEC 60870-5-104 server is.</summary>
public sealed record Iec104Status
{
    /// <summary>It serves.</summary>
    public required bool IsRunning { get; init; }

    /// <summary>Where it listens, or would: <c>tcp://127.0.0.1:2404</c>.</summary>
    public required IReadOnlyList<string> Endpoints { get; init; }

    /// <summary>The common addresses that it answers for; empty: it does not serve.</summary>
    public required IReadOnlyList<int> CommonAddresses { get; init; }

    /// <summary>Information objects that it serves.</summary>
    public required int Objects { get; init; }

    /// <summary>APDUs that masters have sent.</summary>
    public required long ReceivedApdus { get; init; }

    /// <summary>APDUs sent to masters.</summary>
    public required long SentApdus { get; init; }

    /// <summary>Information objects that were given to the masters' buffers: changes, periodic and background.</summary>
    public required long ObjectsTold { get; init; }

    /// <summary>Information objects that wait for masters.</summary>
    public required int EventsWaiting { get; init; }

    /// <summary>Information objects that were lost because too many waited.</summary>
    public required long EventsLost { get; init; }

    /// <summary>Commands that were answered.</summary>
    public required long Commands { get; init; }

    /// <summary>Those of them with a negative confirmation.</summary>
    public required long CommandsRefused { get; init; }

    /// <summary>Masters that were not taken, or whose connection was closed for a reason that is theirs.</summary>
    public required long Discarded { get; init; }

    /// <summary>Its redundancy groups.</summary>
    public required IReadOnlyList<Iec104GroupState> Groups { get; init; }

    /// <summary>Its masters at this moment.</summary>
    public required IReadOnlyList<Iec104Master> Masters { get; init; }
}

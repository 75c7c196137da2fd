using System.Net;

namespace Catchment.Protocols.Iec104.Server;

/// <summary>How a controlled station serves.</summary>
public sealed record Iec104ServerOptions
{
    /// <summary>Where to listen; port 0 takes any free one. The usual port is 2404.</summary>
    public required IReadOnlyList<IPEndPoint> Listen { get; init; }

    /// <summary>Windows and times.</summary>
    public Iec104Parameters Parameters { get; init; } = new();

    /// <summary>The sizes of the fields.</summary>
    public AsduFormat Format { get; init; } = AsduFormat.Standard;

    /// <summary>Redundancy groups; a connection from any other address is a group of its own.</summary>
    public IReadOnlyList<Iec104Group> Groups { get; init; } = [];

    /// <summary>Connections at once, at most; more are turned away.</summary>
    public int MaxConnections { get; init; } = 128;

    /// <summary>Whether a command that can be selected must be, before it is executed.</summary>
    public bool SelectRequired { get; init; }

    /// <summary>How long a selection stands.</summary>
    public TimeSpan SelectTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Changes of single and double points that wait for each group, in order; the oldest is lost when there are more.</summary>
    public int MaxEvents { get; init; } = 1_000;

    /// <summary>Other objects whose newest value waits for each group, at most; the oldest is lost when there are more.</summary>
    public int MaxValues { get; init; } = 100_000;

    /// <summary>Executions of each connection that are under way at once; more are refused.</summary>
    public int MaxExecutions { get; init; } = 64;

    /// <summary>Interrogations and readings of each connection that wait for one another; more interrogations are refused.</summary>
    public int MaxScans { get; init; } = 64;

    /// <summary>How long a stop waits for masters that still take what they asked for.</summary>
    public TimeSpan StopPatience { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Is told what happens.</summary>
    public IIec104ServerObserver? Observer { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Says what is impossible.</summary>
    /// <exception cref="Iec104Exception"><see cref="Iec104Fault.Argument"/>.</exception>
    internal void Check()
    {
        Parameters.Check();
        Format.Check();
        if (MaxConnections < 1 || MaxEvents < 1 || MaxValues < 1 || MaxExecutions < 1 || MaxScans < 1 || SelectTimeout <= TimeSpan.Zero)
            throw new Iec104Exception(Iec104Fault.Argument, "Limits and times have to be more than nothing.");
        var twice = Groups.SelectMany(g => g.Peers).GroupBy(p => p).FirstOrDefault(g => g.Skip(1).Any());
        if (twice is not null)
            throw new Iec104Exception(Iec104Fault.Argument, $"{twice.Key} is in the groups more than once.");
    }
}

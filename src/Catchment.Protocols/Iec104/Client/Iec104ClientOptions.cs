namespace Catchment.Protocols.Iec104.Client;

/// <summary>Which controlled station a client speaks with, and how.</summary>
public sealed record Iec104ClientOptions
{
    /// <summary>The station's name or address.</summary>
    public required string Host { get; init; }

    /// <summary>Its port.</summary>
    public int Port { get; init; } = 2404;

    /// <summary>Windows and times.</summary>
    public Iec104Parameters Parameters { get; init; } = new();

    /// <summary>The sizes of the fields.</summary>
    public AsduFormat Format { get; init; } = AsduFormat.Standard;

    /// <summary>The originator address in requests; 0: none.</summary>
    public byte Originator { get; init; }

    /// <summary>How long a confirmation may take.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the termination of an interrogation may take after its confirmation.</summary>
    public TimeSpan TerminationTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long the termination of a command may take after its confirmation.</summary>
    public TimeSpan CommandTerminationTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long to wait before each try to connect again; the last one repeats.</summary>
    public IReadOnlyList<TimeSpan> ReconnectDelays { get; init; } =
        [TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(60)];

    /// <summary>Takes what the station sends; null: nobody.</summary>
    public Iec104Receiver? Received { get; init; }

    /// <summary>Is told what happens; null: nobody.</summary>
    public IIec104ClientObserver? Observer { get; init; }

    /// <summary>The clock.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>Says what is impossible.</summary>
    /// <exception cref="Iec104Exception"><see cref="Iec104Fault.Argument"/>.</exception>
    internal void Check()
    {
        Parameters.Check();
        Format.Check();
        if (Host.Length == 0 || Port is < 1 or > 65_535)
            throw new Iec104Exception(Iec104Fault.Argument, $"'{Host}' with the port {Port} is no station.");
        if (RequestTimeout <= TimeSpan.Zero || TerminationTimeout <= TimeSpan.Zero || CommandTerminationTimeout <= TimeSpan.Zero || ReconnectDelays.Count == 0)
            throw new Iec104Exception(Iec104Fault.Argument, "Times have to be more than nothing, and there has to be a delay before connecting again.");
    }
}

namespace Catchment.Telemetry.Replicas.Copying;

/// <summary>A place that copies are made in. For one thread.</summary>
internal interface ICopyTarget : IDisposable
{
    /// <summary>The name that it is recorded under.</summary>
    string Hostname { get; }

    /// <summary>What every path in it begins with, without a slash at its end.</summary>
    string Root { get; }

    /// <summary>Whether a copy that is recorded is there, as far as that is seen without reading it.</summary>
    /// <exception cref="IOException">It cannot be asked.</exception>
    bool HasStill(string path, long size);

    /// <summary>Asks whether it can still be used at all, after copies failed that may have failed for their own reasons.</summary>
    /// <exception cref="IOException">It cannot.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    void Probe(CancellationToken stop);

    /// <summary>Makes a copy; under its name it is there whole or not at all, and when this returns it is there for good.</summary>
    /// <param name="source">The original.</param>
    /// <param name="path">Where to.</param>
    /// <param name="rate">Slows it down.</param>
    /// <param name="stop">Ends it; nothing is left.</param>
    /// <exception cref="CopyTargetException">Nothing more can be copied there.</exception>
    /// <exception cref="IOException">This file cannot be read, or written.</exception>
    /// <exception cref="UnauthorizedAccessException">The same.</exception>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    CopyOutcome Put(CopySource source, string path, RateLimit rate, CancellationToken stop);
}

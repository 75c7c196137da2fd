namespace Catchment.Composition;

/// <summary>By what a service that runs alone ends its process when it has come to its end, or cannot start.</summary>
internal sealed class NodeEnd : IDisposable
{
    private readonly CancellationTokenSource _stop = new();

    /// <summary>Cancelled when the process is to end.</summary>
    internal CancellationToken Token => _stop.Token;

    /// <summary>The exit code; null: nothing but a signal has ended it.</summary>
    internal int? Status { get; private set; }

    /// <summary>Ends the process after the usual drain.</summary>
    internal void With(int status)
    {
        Status = status;
        _stop.Cancel();
    }

    /// <inheritdoc/>
    public void Dispose() => _stop.Dispose();
}

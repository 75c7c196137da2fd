using System.Runtime.InteropServices;

namespace Catchment.Core.Hosting;

/// <summary>
/// SIGTERM and SIGINT: the first one asks the node to drain, a second one ends the process at once, with the exit
/// code that shells give to a process killed by that signal.
/// </summary>
internal sealed class TerminationSignals : IDisposable
{
    private readonly Action<PosixSignal> _first;
    private readonly Action<int> _exit;
    private readonly PosixSignalRegistration[] _registrations;
    private int _count;

    /// <summary>Begins to take the signals.</summary>
    /// <param name="first">Called for the first signal.</param>
    /// <param name="exit">Called with the exit code for the second.</param>
    public TerminationSignals(Action<PosixSignal> first, Action<int> exit)
    {
        _first = first;
        _exit = exit;
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, Take),
            PosixSignalRegistration.Create(PosixSignal.SIGINT, Take),
        ];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
        {
            registration.Dispose();
        }
    }

    private void Take(PosixSignalContext context)
    {
        // Otherwise the runtime ends the process itself.
        context.Cancel = true;
        if (Interlocked.Increment(ref _count) == 1)
        {
            _first(context.Signal);
        }
        else
        {
            _exit(context.Signal == PosixSignal.SIGINT ? 128 + 2 : 128 + 15);
        }
    }
}

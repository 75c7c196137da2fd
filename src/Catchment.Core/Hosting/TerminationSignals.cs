using System.Globalization;
using System.Runtime.InteropServices;

namespace Catchment.Core.Hosting;

/// <summary>
/// SIGTERM, SIGINT and, unless it was started with <c>nohup</c>, SIGHUP: the first one asks the node to drain, a second one ends the process at once, with the exit
/// code that shells give to a process killed by that signal. An echo of the first is no second one: <c>timeout</c>
/// and some supervisors signal the process and then its whole group.
/// </summary>
public sealed class TerminationSignals : IDisposable
{
    /// <summary>How long after the first signal a further one counts as its echo.</summary>
    public static readonly TimeSpan Echo = TimeSpan.FromMilliseconds(100);

    private const int HangUp = 1;

    private readonly TimeProvider _time;
    private readonly Action<PosixSignal> _first;
    private readonly Action<int> _exit;
    private readonly PosixSignalRegistration[] _registrations;
    private readonly Lock _gate = new();
    private long? _firstAt;

    /// <summary>Begins to take the signals.</summary>
    /// <param name="time">The clock that tells an echo from a second signal.</param>
    /// <param name="first">Called for the first signal.</param>
    /// <param name="exit">Called with the exit code for the second.</param>
    public TerminationSignals(TimeProvider time, Action<PosixSignal> first, Action<int> exit)
    {
        _time = time;
        _first = first;
        _exit = exit;
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, Take),
            PosixSignalRegistration.Create(PosixSignal.SIGINT, Take),
            .. IsIgnored(HangUp) ? Array.Empty<PosixSignalRegistration>() : [PosixSignalRegistration.Create(PosixSignal.SIGHUP, Take)],
        ];
    }

    /// <summary>The exit code that shells give to a process killed by one of these signals.</summary>
    public static int ExitCode(PosixSignal signal) => signal switch { PosixSignal.SIGINT => 128 + 2, PosixSignal.SIGHUP => 128 + HangUp, _ => 128 + 15 };

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
        Take(context.Signal);
    }

    /// <summary>Acts on a signal.</summary>
    internal void Take(PosixSignal signal)
    {
        long? firstAt;
        lock (_gate)
        {
            firstAt = _firstAt;
            _firstAt ??= _time.GetTimestamp();
        }

        if (firstAt is null)
        {
            _first(signal);
        }
        else if (_time.GetElapsedTime(firstAt.Value) >= Echo)
        {
            _exit(ExitCode(signal));
        }
    }

    /// <summary>Whether the process was started with a signal ignored; a registration would end that.</summary>
    private static bool IsIgnored(int signal)
    {
        const string Mask = "SigIgn:";
        try
        {
            return File.ReadLines("/proc/self/status").FirstOrDefault(line => line.StartsWith(Mask, StringComparison.Ordinal)) is { } line
                && ulong.TryParse(line[Mask.Length..].Trim(), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out var ignored)
                && (ignored & (1ul << (signal - 1))) != 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false; // No /proc here.
        }
    }
}

using System.Diagnostics;

namespace Catchment.Commands;

/// <summary>One line on a terminal that is written over; elsewhere nothing.</summary>
internal sealed class CountProgress
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(100);

    private readonly bool _isTerminal = !Console.IsErrorRedirected;
    private long _last;
    private bool _isShown;

    /// <summary>Shows how far it is.</summary>
    internal void Tell(FormattableString text)
    {
        if (!_isTerminal || (_isShown && Stopwatch.GetElapsedTime(_last) < Every))
            return;
        (_last, _isShown) = (Stopwatch.GetTimestamp(), true);
        Console.Error.Write($"\r{FormattableString.Invariant(text)}\u001b[K");
    }

    /// <summary>Shows what is reported.</summary>
    /// <param name="text">The line.</param>
    internal IProgress<T> Showing<T>(Func<T, FormattableString> text) => new Line<T>(this, text);

    /// <summary>Takes the line away.</summary>
    internal void End()
    {
        if (_isShown)
            Console.Error.Write("\r\u001b[K");
    }

    private sealed class Line<T>(CountProgress progress, Func<T, FormattableString> text) : IProgress<T>
    {
        public void Report(T value) => progress.Tell(text(value));
    }
}

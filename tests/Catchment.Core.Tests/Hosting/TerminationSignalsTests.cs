using System.Runtime.InteropServices;
using Catchment.Core.Hosting;

namespace Catchment.Core.Tests.Hosting;

public sealed class TerminationSignalsTests : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly List<string> _acts = [];
    private readonly TerminationSignals _signals;

    public TerminationSignalsTests() =>
        _signals = new TerminationSignals(_time, signal => _acts.Add($"drain for {signal}"), code => _acts.Add($"exit {code}"));

    public void Dispose() => _signals.Dispose();

    [Fact]
    public void An_echo_of_the_first_signal_is_no_second_one()
    {
        _signals.Take(PosixSignal.SIGTERM);
        _signals.Take(PosixSignal.SIGTERM);
        _time.Advance(TerminationSignals.Echo - TimeSpan.FromMilliseconds(1));
        _signals.Take(PosixSignal.SIGTERM);

        _acts.ShouldBe(["drain for SIGTERM"]);
    }

    [Theory]
    [InlineData(PosixSignal.SIGTERM, 143)]
    [InlineData(PosixSignal.SIGINT, 130)]
    public void A_second_signal_ends_the_process_with_its_code(PosixSignal second, int code)
    {
        _signals.Take(PosixSignal.SIGINT);
        _time.Advance(TerminationSignals.Echo);
        _signals.Take(second);

        _acts.ShouldBe(["drain for SIGINT", $"exit {code}"]);
    }
}

namespace Catchment.Telemetry.Demo;

/// <summary>What goes on at a simulated telescope: one target after another, with an observation of each. The same for all devices.</summary>
/// <param name="seed">Decides what looks like chance.</param>
internal sealed class DemoNight(int seed)
{
    /// <summary>Seconds that a target is looked at, from slewing to it to leaving it.</summary>
    internal const double TargetSeconds = 30;

    private const double SlewSeconds = 6;
    private const double AfterSeconds = 4;

    private static readonly (string Name, double Ra, double Dec)[] Targets =
        [("HD 209458", 22.05, 18.88), ("Vega", 18.62, 38.78), ("β Pic", 5.79, -51.07), ("M42 θ1 Ori C", 5.59, -5.39), ("HR 8799", 23.12, 21.13)];

    /// <summary>The target of a time, in seconds since the demo began.</summary>
    internal (string Name, double Ra, double Dec) Target(double seconds) => Targets[(int)((seconds / TargetSeconds) + Math.Abs((long)seed)) % Targets.Length];

    /// <summary>The telescope moves.</summary>
    internal static bool IsSlewing(double seconds) => seconds % TargetSeconds < SlewSeconds;

    /// <summary>The astronomer has said that this is an observation.</summary>
    internal static bool IsObserving(double seconds) => seconds % TargetSeconds is >= SlewSeconds and < TargetSeconds - AfterSeconds;
}

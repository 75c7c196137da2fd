namespace Catchment.Telemetry.Demo;

/// <summary>A simulated device: what it tells, in the instrument's own types.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Tell">What it tells at a time, in seconds since the demo began; chance is the second.</param>
internal sealed record DemoDevice(string Name, Func<double, Random, DemoEntry> Tell)
{
    private static readonly string[] Disks = ["sda", "sdb"];
    private static readonly string[] Filters = ["open", "r", "i", "z", "H-alpha"];

    /// <summary>The devices of a night.</summary>
    internal static IReadOnlyList<DemoDevice> Of(DemoNight night) =>
    [
        // The one name that the view of the observations knows.
        new("observers", (t, _) => Entry("telem_observer", ("email", "observer@example.org"), ("obsName", night.Target(t).Name), ("observing", DemoNight.IsObserving(t)))),
        new("demo_tcs", (t, random) => random.Next(3) switch
        {
            0 => Entry("telem_telpos", ("epoch", 2000.0), ("ra", night.Target(t).Ra * 15), ("dec", night.Target(t).Dec), ("el", 60 + (10 * Math.Sin(t / 300))), ("ha", Math.Sin(t / 600)), ("am", 1.1 + (0.1 * Math.Sin(t / 300))), ("rotoff", t % 360)),
            1 => Entry("telem_teldata", ("roi", 1), ("tracking", DemoNight.IsSlewing(t) ? 0 : 1), ("slewing", DemoNight.IsSlewing(t) ? 1 : 0), ("guiding", DemoNight.IsObserving(t) ? 1 : 0), ("az", 180 + (20 * Math.Sin(t / 200))), ("zd", 30 - (10 * Math.Sin(t / 300)))),
            _ => Entry("telem_telsee", ("dimm_time", (int)t), ("dimm_el", 70.0), ("dimm_fwhm_corr", Seeing(t, random)), ("mag1_fwhm_corr", Seeing(t + 30, random))),
        }),
        new("demo_camsci", (t, random) => random.Next(2) == 0
            ? Entry(
                "telem_stdcam",
                ("mode", "bin1"),
                ("roi", Values(("xcen", 511.5), ("ycen", 511.5), ("w", 1024), ("h", 1024), ("xbin", 1), ("ybin", 1))),
                ("exptime", 0.1),
                ("fps", 10 + (0.05 * random.NextDouble())),
                ("emGain", 100.0),
                ("tempCtrl", Values(("temp", -55 + (0.2 * random.NextDouble())), ("setpt", -55.0), ("status", true), ("ontarget", true), ("statusStr", "at target"))),
                ("shutter", Values(("statusStr", "READY"), ("state", DemoNight.IsObserving(t) ? 1 : 0))))
            : Entry("telem_fgtimings", ("atime", 0.1 + (1e-5 * random.NextDouble())), ("atime_jitter", 1e-6 * random.NextDouble()), ("wtime", 0.1), ("wmatime", 0.002))),
        new("demo_filter", (t, _) => Entry("telem_stage", ("moving", DemoNight.IsSlewing(t) ? 1 : 0), ("preset", Filter(t)), ("presetName", Filters[Filter(t)]))),
        new("demo_environment", (t, random) => random.Next(2) == 0
            ? Entry("telem_telenv", ("tempout", 11 - (t / 3600) + Noise(random)), ("pressure", 766.0), ("humidity", 35 + (5 * Math.Sin(t / 500))), ("wind", 4 + Noise(random)), ("winddir", 20 + (10 * Noise(random))), ("dewpoint", -3.0))
            : Entry("telem_rhusb", ("temp", 14 + Noise(random)), ("rh", 31 + Noise(random)))),
        new("demo_computer", (t, random) => random.Next(3) switch
        {
            0 => Entry("telem_coretemps", ("temps", Enumerable.Range(0, 8).Select(core => 45 + core + (5 * Math.Sin(t / 40)) + Noise(random)).ToArray())),
            1 => Entry("telem_drivetemps", ("diskName", Disks), ("diskTemp", new[] { 31.0, 33 + Noise(random) })),
            _ => Entry("telem_usage", ("ramUsage", 0.4 + (0.01 * Noise(random))), ("bootUsage", 0.12), ("rootUsage", 0.5), ("dataUsage", 0.5 + (t / 1e6))),
        }),
    ];

    private static int Filter(double t) => (int)(t / DemoNight.TargetSeconds) % Filters.Length;

    private static double Seeing(double t, Random random) => 0.6 + (0.15 * Math.Sin(t / 90)) + (0.05 * random.NextDouble());

    private static double Noise(Random random) => random.NextDouble() - 0.5;

    private static DemoEntry Entry(string eventCode, params (string Field, object Value)[] values) => new(eventCode, Values(values));

    private static Dictionary<string, object> Values(params (string Field, object Value)[] values) => values.ToDictionary(v => v.Field, v => v.Value, StringComparer.Ordinal);
}

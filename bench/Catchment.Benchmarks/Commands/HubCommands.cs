using System.CommandLine;
using System.Numerics;
using Catchment.Benchmarks.Hub;
using Catchment.Benchmarks.Load;
using Catchment.Benchmarks.Report;

namespace Catchment.Benchmarks.Commands;

/// <summary>The benchmarks of the hub.</summary>
internal static class HubCommands
{
    private const string DebianPython = "/usr/bin/python3";

    /// <summary><c>hub</c>: full load beside two limits.</summary>
    internal static Command Matrix()
    {
        var senders = List("--senders", "Numbers of lock-step senders.", least: 1, 1, 4, 16);
        var bytes = List("--bytes", "Sizes of frames.", FrameWire.LeastPayload, 4 << 10, 60 << 10, 1 << 20);
        var durability = new Option<HubDurability[]>("--durability")
        {
            Description = "Durabilities.",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => Enum.GetValues<HubDurability>(),
        };
        var seconds = Number("--seconds", "Length of a run.", 3.0);
        var warmUp = Number("--warm-up", "Seconds before each run that do not count.", 1.0);
        var rounds = Number("--rounds", "Runs of the hub in each cell; each limit runs once more.", 3);
        var maxBytes = Number("--max-bytes", "The most bytes that a run writes; then it ends early.", 4L << 30);
        var python = new Option<string>("--python")
        {
            HelpName = "FILE",
            Description = "A Python that has pyzmq, for the bare sink.",
            DefaultValueFactory = _ => DebianPython,
        };
        return HubArguments.Command(
            "hub",
            "Measures the hub under full load, beside a libzmq sink and beside a loop that only writes the files.",
            [senders, bytes, durability, seconds, warmUp, rounds, maxBytes, python],
            HubColumns.Matrix,
            (bench, parsed, rows, cancellation) =>
            {
                var plan = new HubMatrixPlan
                {
                    Senders = parsed.GetValue(senders)!,
                    PayloadBytes = parsed.GetValue(bytes)!,
                    Durabilities = parsed.GetValue(durability)!,
                    Duration = TimeSpan.FromSeconds(parsed.GetValue(seconds)),
                    WarmUp = TimeSpan.FromSeconds(parsed.GetValue(warmUp)),
                    Rounds = parsed.GetValue(rounds),
                    MaxBytes = parsed.GetValue(maxBytes),
                    Python = parsed.GetValue(python)!,
                };
                return new HubMatrix(bench, plan).RunAsync(rows, cancellation);
            },
            row => row.Complaint.Length == 0);
    }

    /// <summary><c>hub-idle</c>: silent senders.</summary>
    internal static Command Idle()
    {
        var senders = Number("--senders", "Connected senders.", 16);
        var seconds = Number("--seconds", "Length of the silence.", 20.0);
        return HubArguments.Command(
            "hub-idle",
            "Measures what the hub uses while its senders are silent.",
            [senders, seconds],
            HubColumns.Idle,
            async (bench, parsed, rows, cancellation) =>
                rows.Add(await HubIdle.MeasureAsync(bench, parsed.GetValue(senders), TimeSpan.FromSeconds(parsed.GetValue(seconds)), cancellation)),
            _ => true);
    }

    /// <summary><c>hub-soak</c>: memory over time.</summary>
    internal static Command Soak()
    {
        var minutes = Number("--minutes", "How long.", 10.0);
        var senders = Number("--senders", "Senders.", 16);
        var bytes = Number("--bytes", "Size of a frame.", 60 << 10, FrameWire.LeastPayload);
        var rate = Number("--rate", "Frames a second of each sender.", 30.0);
        return HubArguments.Command(
            "hub-soak",
            "Watches the hub's memory and latency under a moderate load, every 30 seconds.",
            [minutes, senders, bytes, rate],
            HubColumns.Soak,
            (bench, parsed, rows, cancellation) =>
                new HubSoak(bench, parsed.GetValue(senders), parsed.GetValue(bytes), parsed.GetValue(rate))
                    .RunAsync(TimeSpan.FromMinutes(parsed.GetValue(minutes)), rows, cancellation),
            row => row.Complaint.Length == 0);
    }

    /// <summary><c>hub-growth</c>: cost of a frame as the day's folder fills.</summary>
    internal static Command Growth()
    {
        var files = List("--files", "Numbers of frames that the day's folder holds already.", least: 1, 1_000, 10_000, 100_000);
        var batch = Number("--batch", "Frames that are sent and measured.", 4_000);
        var rounds = Number("--rounds", "How often each is measured, in turns.", 3);
        return HubArguments.Command(
            "hub-growth",
            "Measures what a frame costs when the day's folder already holds many.",
            [files, batch, rounds],
            HubColumns.Growth,
            async (bench, parsed, rows, cancellation) =>
            {
                var growth = new HubGrowth(bench, parsed.GetValue(files)!, parsed.GetValue(batch), parsed.GetValue(rounds));
                foreach (var row in await growth.MeasureAsync(cancellation))
                    rows.Add(row);
            },
            row => row.Complaint.Length == 0);
    }

    /// <summary><c>hub-start</c>: time to the first accepted frame.</summary>
    internal static Command Start()
    {
        var runs = Number("--runs", "How often.", 5);
        return HubArguments.Command(
            "hub-start",
            "Measures the time from the hub's start to its first accepted frame.",
            [runs],
            HubColumns.Start,
            async (bench, parsed, rows, cancellation) => rows.Add(await HubStart.MeasureAsync(bench, parsed.GetValue(runs), cancellation)),
            _ => true);
    }

    private static Option<int[]> List(string name, string description, int least, params int[] standard)
    {
        var option = new Option<int[]>(name)
        {
            Description = description,
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => standard,
        };
        option.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int[]>().Any(n => n < least))
                result.AddError($"{name} must be {least} or more.");
        });
        return option;
    }

    private static Option<T> Number<T>(string name, string description, T standard, T? least = null)
        where T : struct, INumber<T>
    {
        var option = new Option<T>(name) { Description = description, DefaultValueFactory = _ => standard };
        option.Validators.Add(result =>
        {
            var value = result.GetValueOrDefault<T>();
            if (value <= T.Zero || value < least)
                result.AddError(least is null ? $"{name} must be more than 0." : $"{name} must be {least} or more.");
        });
        return option;
    }
}

using Catchment.Core.Configuration;

namespace Catchment.Tags.Settings;

/// <summary>The settings <c>gateway.iec104</c>: the IEC 60870-5-104 server of the mapped points.</summary>
/// <remarks>Source: <c>tags</c> 6.3, 13; IEC 60870-5-104, 9.6 for the ranges of the standard's parameters.</remarks>
public sealed record Iec104Options
{
    /// <summary>Whether the server is started with the gateway.</summary>
    [Setting("enabled", Description = "Whether the IEC 60870-5-104 server is started with the gateway.")]
    public bool Enabled { get; init; } = true;

    /// <summary>Endpoints to listen on.</summary>
    [Setting("listen", Description = "Endpoints of the IEC 60870-5-104 server. The protocol knows no passwords: whoever reaches an endpoint reads what is mapped, and commands what is mapped for that.", Example = "tcp://*:2404")]
    public IReadOnlyList<string> Listen { get; init; } = ["tcp://127.0.0.1:2404"];

    /// <summary>k.</summary>
    [Setting("k", Description = "The standard's k: so many I frames are sent without an acknowledgement.", Min = 1, Max = 32_767)]
    public int K { get; init; } = 12;

    /// <summary>w.</summary>
    [Setting("w", Description = "The standard's w: so many I frames are received before they are acknowledged; at most two thirds of the masters' k.", Min = 1, Max = 32_767)]
    public int W { get; init; } = 8;

    /// <summary>t1.</summary>
    [Setting("t1", Description = "The standard's t1: how long a master may take to acknowledge what was sent.", Min = 1, Max = 255, Unit = "seconds")]
    public int T1 { get; init; } = 15;

    /// <summary>t2.</summary>
    [Setting("t2", Description = "The standard's t2: how long an acknowledgement is put off; less than t1.", Min = 1, Max = 255, Unit = "seconds")]
    public int T2 { get; init; } = 10;

    /// <summary>t3.</summary>
    [Setting("t3", Description = "The standard's t3: after so much silence a test frame is sent.", Min = 1, Max = 172_800, Unit = "seconds")]
    public int T3 { get; init; } = 20;

    /// <summary>Whether commands have to be selected.</summary>
    [Setting("select_required", Description = "Whether a command must be selected before it is executed.")]
    public bool SelectRequired { get; init; }

    /// <summary>How long a selection stands.</summary>
    [Setting("select_timeout_s", Description = "How long a selected command may wait for its execution.", Min = 1, Max = 3_600, Unit = "seconds")]
    public int SelectTimeoutSeconds { get; init; } = 30;

    /// <summary>The redundancy groups.</summary>
    [Setting("groups", Description = "Redundancy groups, each with the addresses that its master connects from. One connection of a group transfers data at a time; while none does, its events wait. Every other connection is its own.", Example = "{ control_room: [10.0.0.11, 10.0.0.12] }")]
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Groups { get; init; } = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);

    /// <summary>The most connections.</summary>
    [Setting("max_connections", Description = "Masters at once; further ones are closed at once and counted.", Min = 1, Max = 10_000)]
    public int MaxConnections { get; init; } = 128;

    /// <summary>The most changes that wait.</summary>
    [Setting("max_events", Description = "Changes of single and double points that wait in order for a master, or for a group; of more the oldest are lost, and the master is told so.", Min = 1, Max = 1_000_000)]
    public int MaxEvents { get; init; } = 1_000;

    /// <summary>The most values that wait.</summary>
    [Setting("max_values", Description = "Other information objects whose newest value waits for a master, or for a group; of more the oldest are lost, and the master is told so.", Min = 1, Max = 1_000_000)]
    public int MaxValues { get; init; } = 100_000;

    /// <summary>The time in which everything is told once more; 0: never.</summary>
    [Setting("background_scan_s", Description = "In so much time every point is told once more in the background (cause 2), spread over the time; 0 never.", Min = 0, Max = 86_400, Unit = "seconds")]
    public int BackgroundScanSeconds { get; init; }
}

using Catchment.Core.Configuration;

namespace Catchment.Tags.Settings;

/// <summary>The settings <c>gateway.snmp</c>: the SNMP agent of the mapped points.</summary>
/// <remarks>Source: <c>tags</c> 6.4, 13.</remarks>
public sealed record SnmpOptions
{
    /// <summary>Whether the agent is started with the gateway.</summary>
    [Setting("enabled", Description = "Whether the SNMP agent is started with the gateway.")]
    public bool Enabled { get; init; } = true;

    /// <summary>Endpoints to listen on.</summary>
    [Setting("listen", Description = "UDP endpoints of the SNMP agent.", Example = "udp://*:161")]
    public IReadOnlyList<string> Listen { get; init; } = ["udp://127.0.0.1:1161"];

    /// <summary>Who may ask in v1 and v2c; null: public, where it listens on loopback only.</summary>
    [Setting("communities", Description = "Who may ask in v1 and v2c; an empty list: nobody. Null: public, for those on this computer, where the agent listens on loopback only; elsewhere communities or users have to be named.", DefaultText = "public with read_write on loopback")]
    public IReadOnlyList<SnmpCommunityOptions>? Communities { get; init; }

    /// <summary>Who may ask in v3.</summary>
    [Setting("users", Description = "Who may ask in v3.")]
    public IReadOnlyList<SnmpUserOptions> Users { get; init; } = [];

    /// <summary>Parts of the tree by name.</summary>
    [Setting("views", Description = "Parts of the tree by a name that communities and users refer to.")]
    public IReadOnlyDictionary<string, SnmpViewOptions> Views { get; init; } = new Dictionary<string, SnmpViewOptions>(StringComparer.Ordinal);

    /// <summary>What is told without being asked.</summary>
    [Setting("traps", Description = "Notifications of the agent.")]
    public SnmpTrapOptions Traps { get; init; } = new();

    /// <summary>Whether SNMPv1 is spoken.</summary>
    [Setting("allow_v1", Description = "Whether communities may be used in v1 too, which has no Counter64.")]
    public bool AllowV1 { get; init; } = true;

    /// <summary>Whether there is a table of tags.</summary>
    [Setting("tag_table", Description = "Whether all mapped tags stand in a table too, with value, quality, units and time, below 1.3.6.1.4.1.53864.60000.")]
    public bool TagTable { get; init; } = true;

    /// <summary>Whether tags without a mapping stand in the table.</summary>
    [Setting("expose_all_keys", Description = "Whether tags without a mapping stand in that table too.")]
    public bool ExposeAllKeys { get; init; }

    /// <summary>sysContact.0.</summary>
    [Setting("contact", Description = "sysContact: who looks after this computer.", Pattern = "^[ -~]{0,255}$")]
    public string Contact { get; init; } = "";

    /// <summary>sysLocation.0.</summary>
    [Setting("location", Description = "sysLocation: where this computer is.", Pattern = "^[ -~]{0,255}$")]
    public string Location { get; init; } = "";

    /// <summary>sysName.0; null: the computer's.</summary>
    [Setting("name", Description = "sysName.", Pattern = "^[ -~]{0,255}$", DefaultText = "the computer's name")]
    public string? Name { get; init; }

    /// <summary>The longest message.</summary>
    [Setting("max_message_bytes", Description = "The longest message that is sent and taken; an answer that would be longer is cut or refused, as the standard says.", Min = 484, Max = 65_507, Unit = "bytes")]
    public int MaxMessageBytes { get; init; } = 65_507;

    /// <summary>The engine's identity in hex; null: made once and kept.</summary>
    [Setting("engine_id", Description = "Identity of the engine in v3, 10 to 64 hexadecimal digits. Users' keys depend on it. Null: made at the first start, and kept.", Pattern = "^([0-9A-Fa-f]{2}){5,32}$", DefaultText = "made at the first start, and kept")]
    public string? EngineId { get; init; }
}

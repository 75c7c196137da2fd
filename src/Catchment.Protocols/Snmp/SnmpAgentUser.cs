namespace Catchment.Protocols.Snmp;

/// <summary>Who may ask an agent in v3.</summary>
public sealed record SnmpAgentUser
{
    /// <summary>The user and its keys; not with <see cref="SnmpPrivacy.Des"/>.</summary>
    public required SnmpUser User { get; init; }

    /// <summary>The least protection of a request; null: the best that the user has.</summary>
    public SnmpSecurityLevel? MinimumLevel { get; init; }

    /// <summary>What it reads; null: nothing.</summary>
    public SnmpView? Read { get; init; } = SnmpView.All;

    /// <summary>What it writes; null: nothing.</summary>
    public SnmpView? Write { get; init; }

    /// <summary>What notifications to targets with this user may bear; null: nothing.</summary>
    public SnmpView? Notify { get; init; } = SnmpView.All;
}

using Catchment.Protocols.Iec104.Asdus;

namespace Catchment.Protocols.Iec104.Server.Connections;

/// <summary>What the connections of a server share.</summary>
/// <param name="Options">How it serves.</param>
/// <param name="Station">Whose points.</param>
internal sealed record ServerHost(Iec104ServerOptions Options, IIec104Station Station)
{
    /// <summary>The commands that are selected.</summary>
    public Selections Selections { get; } = new(Options);

    /// <summary>Whether a point can be sent at all.</summary>
    public bool IsServable(in Iec104Point point) =>
        point.Type.IsMonitored() && ElementLayout.TryOf(point.Type, out _) && point.Information.Address > 0 && point.Information.Address <= Options.Format.MaxObjectAddress;
}

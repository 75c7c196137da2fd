using Catchment.Core.Configuration;
using Catchment.Protocols.Modbus;

namespace Catchment.Tags.Settings;

/// <summary>The settings <c>gateway.modbus</c>: the Modbus TCP server of the mapped points.</summary>
/// <remarks>Source: <c>tags</c> 6.1, 13.</remarks>
public sealed record ModbusOptions
{
    /// <summary>Whether the server is started with the gateway.</summary>
    [Setting("enabled", Description = "Whether the Modbus server is started with the gateway.")]
    public bool Enabled { get; init; } = true;

    /// <summary>Endpoints to listen on.</summary>
    [Setting("listen", Description = "Endpoints of the Modbus TCP server.", Example = "tcp://*:5020")]
    public IReadOnlyList<string> Listen { get; init; } = ["tcp://127.0.0.1:5020"];

    /// <summary>Whether the holding table shows the other tables' mappings too.</summary>
    [Setting("mirror_to_holding", Description = "Whether points that are mapped as coils, discrete inputs or input registers are holding registers too, where no other mapping lies.")]
    public bool MirrorToHolding { get; init; } = true;

    /// <summary>Whether the byte order of mappings is followed.</summary>
    [Setting("honor_endianess", Description = "Whether the byte order of mappings is followed; false: the high byte is always first.")]
    public bool HonorEndianess { get; init; } = true;

    /// <summary>What becomes of numbers that a type cannot hold.</summary>
    [Setting("out_of_range", Description = "What becomes of a number that the whole-number type of its registers cannot hold: its lowest bits are kept, or it becomes the type's limit.")]
    public ModbusOutOfRange OutOfRange { get; init; }

    /// <summary>What becomes of writes beside all mappings.</summary>
    [Setting("unmapped_writes", Description = "What becomes of a client's writing to registers and coils that no mapping has: they are kept in memory, or refused with exception 2.")]
    public ModbusUnmappedWrites UnmappedWrites { get; init; }

    /// <summary>How long a client may be silent; 0: for ever.</summary>
    [Setting("idle_seconds", Description = "How long a client may send no request before it is disconnected; 0 for ever.", Min = 0, Max = 31_536_000, Unit = "seconds")]
    public int IdleSeconds { get; init; }

    /// <summary>The most clients.</summary>
    [Setting("max_connections", Description = "Clients at once; further ones are closed at once and counted.", Min = 1, Max = 100_000)]
    public int MaxConnections { get; init; } = 1_000;

    /// <summary>How many clients have a thread.</summary>
    [Setting("threads", Description = "So many clients at once have a thread of their own, which answers fastest; the others share the pool's.", Min = 0, Max = 1_000)]
    public int Threads { get; init; } = 16;
}

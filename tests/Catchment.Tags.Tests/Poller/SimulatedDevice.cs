using System.Net;
using Catchment.Protocols.Modbus;

namespace Catchment.Tags.Tests.Poller;

/// <summary>A real Modbus TCP server on loopback with four tables, some of whose addresses it may not have.</summary>
internal sealed class SimulatedDevice : IModbusTables, IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly ushort[] _holding = new ushort[ModbusLimits.TableSize];
    private readonly ushort[] _input = new ushort[ModbusLimits.TableSize];
    private readonly bool[] _coils = new bool[ModbusLimits.TableSize];
    private readonly bool[] _discrete = new bool[ModbusLimits.TableSize];
    private readonly List<(byte Unit, ModbusTable Table, int Address, int Count)> _requests = [];
    private readonly ModbusTcpServer _server;

    internal SimulatedDevice(int port = 0)
    {
        _server = ModbusTcpServer.Start(new ModbusServerOptions { Endpoints = [new IPEndPoint(IPAddress.Loopback, port)], StopPatience = TimeSpan.Zero }, new ModbusResponder(this));
        Port = _server.Endpoints[0].Port;
    }

    internal int Port { get; }

    /// <summary>Refuses what overlaps.</summary>
    internal HashSet<int> Missing { get; } = [];

    /// <summary>Refuses everything with this.</summary>
    internal ModbusExceptionCode Refusal { get; set; }

    /// <summary>Has one more for each writing.</summary>
    internal SemaphoreSlim Writings { get; } = new(0);

    internal int Clients => _server.Clients;

    internal (byte Unit, ModbusTable Table, int Address, int Count)[] Requests
    {
        get
        {
            lock (_gate)
                return [.. _requests];
        }
    }

    internal void Set(int address, params ReadOnlySpan<ushort> words)
    {
        lock (_gate)
            words.CopyTo(_holding.AsSpan(address));
    }

    internal void SetInput(int address, ushort word)
    {
        lock (_gate)
            _input[address] = word;
    }

    internal void SetBits(int coil, int discrete)
    {
        lock (_gate)
            _coils[coil] = _discrete[discrete] = true;
    }

    internal ushort Holding(int address)
    {
        lock (_gate)
            return _holding[address];
    }

    internal bool Coil(int address)
    {
        lock (_gate)
            return _coils[address];
    }

    internal void Forget()
    {
        lock (_gate)
            _requests.Clear();
    }

    public ModbusExceptionCode ReadBits(byte unit, ModbusTable table, int address, int count, Span<byte> bits)
    {
        lock (_gate)
        {
            _requests.Add((unit, table, address, count));
            var all = table == ModbusTable.Coils ? _coils : _discrete;
            for (var i = 0; i < count; i++)
                bits[i / 8] |= (byte)(all[address + i] ? 1 << (i % 8) : 0);
            return Code(address, count);
        }
    }

    public ModbusExceptionCode ReadRegisters(byte unit, ModbusTable table, int address, Span<byte> registers)
    {
        lock (_gate)
        {
            _requests.Add((unit, table, address, registers.Length / 2));
            var all = table == ModbusTable.HoldingRegisters ? _holding : _input;
            for (var i = 0; i < registers.Length / 2; i++)
                (registers[2 * i], registers[(2 * i) + 1]) = ((byte)(all[address + i] >> 8), (byte)all[address + i]);
            return Code(address, registers.Length / 2);
        }
    }

    public ModbusExceptionCode WriteBits(byte unit, int address, int count, ReadOnlySpan<byte> bits)
    {
        lock (_gate)
        {
            for (var i = 0; i < count; i++)
                _coils[address + i] = (bits[i / 8] >> (i % 8) & 1) != 0;
            Writings.Release();
            return Code(address, count);
        }
    }

    public ModbusExceptionCode WriteRegisters(byte unit, int address, ReadOnlySpan<byte> registers)
    {
        lock (_gate)
        {
            for (var i = 0; i < registers.Length / 2; i++)
                _holding[address + i] = (ushort)((registers[2 * i] << 8) | registers[(2 * i) + 1]);
            Writings.Release();
            return Code(address, registers.Length / 2);
        }
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private ModbusExceptionCode Code(int address, int count) =>
        Refusal != ModbusExceptionCode.None ? Refusal
        : Enumerable.Range(address, count).Any(Missing.Contains) ? ModbusExceptionCode.IllegalDataAddress : ModbusExceptionCode.None;
}

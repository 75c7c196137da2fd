using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Catchment.Protocols.Snmp.Serving;

/// <summary>An agent's engine: its identity, how often it has started, and its clock. Source: RFC 3414, 2.2.</summary>
internal sealed class AgentEngine
{
    /// <summary>From here on no message is in the time window any more. Source: RFC 3414, 2.2.2.</summary>
    internal const int LastBoots = int.MaxValue;

    private const int TimeWindow = 150;
    private const byte AdministrativeOctets = 5;
    private const int RandomBytes = 12;

    private readonly TimeProvider _time;
    private readonly long _began;

    private AgentEngine(byte[] id, int boots, TimeProvider time) => (Id, Boots, _time, _began) = (id, boots, time, time.GetTimestamp());

    internal byte[] Id { get; }

    internal int Boots { get; }

    /// <summary>Seconds since the start.</summary>
    internal int Time => (int)Math.Min(int.MaxValue, (long)Elapsed.TotalSeconds);

    /// <summary>Hundredths of a second since the start, modulo 2³².</summary>
    internal uint UpTime => (uint)(long)(Elapsed.TotalMilliseconds / 10);

    private TimeSpan Elapsed => _time.GetElapsedTime(_began);

    /// <summary>Starts: one boot more, which is saved before anything is answered.</summary>
    /// <exception cref="IOException">The state cannot be kept.</exception>
    /// <exception cref="UnauthorizedAccessException">The state cannot be kept.</exception>
    internal static AgentEngine Start(ISnmpEngineStore store, uint enterprise, TimeProvider time)
    {
        var last = store.Load();
        var engine = last is { EngineId.Length: >= 5 and <= 32, Boots: >= 0 }
            ? new AgentEngine(last.EngineId.ToArray(), last.Boots < LastBoots ? last.Boots + 1 : LastBoots, time)
            : new AgentEngine(NewId(enterprise), 1, time);
        store.Save(new SnmpEngineState(engine.Id, engine.Boots));
        return engine;
    }

    /// <summary>Whether a message with these numbers is fresh. Source: RFC 3414, 3.2. (7a).</summary>
    internal bool IsInTimeWindow(int boots, int time) => Boots != LastBoots && boots == Boots && Math.Abs((long)time - Time) <= TimeWindow;

    /// <summary>An identity that no other engine has. Source: RFC 3411, 5. (SnmpEngineID).</summary>
    private static byte[] NewId(uint enterprise)
    {
        var id = new byte[5 + RandomBytes];
        BinaryPrimitives.WriteUInt32BigEndian(id, enterprise | 0x80000000);
        id[4] = AdministrativeOctets;
        RandomNumberGenerator.Fill(id.AsSpan(5));
        return id;
    }
}

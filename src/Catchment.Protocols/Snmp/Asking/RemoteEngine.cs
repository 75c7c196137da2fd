namespace Catchment.Protocols.Snmp.Asking;

/// <summary>What is known of the agent's engine. Source: RFC 3414, 2.3. and 3.2. (7b).</summary>
internal sealed class RemoteEngine(TimeProvider time)
{
    private const int TimeWindow = 150;

    private int _time;
    private long _learned;
    private int _latestReceived;
    private bool _authentic;

    internal byte[] Id { get; private set; } = [];

    internal int Boots { get; private set; }

    internal bool IsKnown => Id.Length > 0;

    /// <summary>Its time now, as it should be.</summary>
    internal int Time => (int)Math.Min(int.MaxValue, _time + (long)time.GetElapsedTime(_learned).TotalSeconds);

    /// <summary>Takes what an engine says of itself without proof: good enough to ask it.</summary>
    internal void Introduce(ReadOnlySpan<byte> id, int boots, int engineTime)
    {
        Id = id.ToArray();
        _authentic = false;
        Learn(boots, engineTime);
    }

    /// <summary>Takes a better guess of its time, unless it is known for sure.</summary>
    internal bool Guess(int boots, int engineTime)
    {
        if (_authentic)
            return false;
        Learn(boots, engineTime);
        return true;
    }

    /// <summary>Takes the time of a message whose signature is right.</summary>
    /// <returns>Whether that is in the time window.</returns>
    internal bool Accept(int boots, int engineTime)
    {
        if (!_authentic || boots > Boots || (boots == Boots && engineTime > _latestReceived))
        {
            Learn(boots, engineTime);
            _authentic = true;
            return true;
        }

        return boots == Boots && boots != int.MaxValue && engineTime >= (long)Time - TimeWindow;
    }

    internal void Forget() => Id = [];

    private void Learn(int boots, int engineTime)
    {
        Boots = boots;
        _time = engineTime;
        _latestReceived = engineTime;
        _learned = time.GetTimestamp();
    }
}

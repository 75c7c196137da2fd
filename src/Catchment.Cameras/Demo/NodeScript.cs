namespace Catchment.Cameras.Demo;

/// <summary>
/// All that a simulated node sends, in order, without an end: <c>Restart</c>, then its cameras' frames in turn, with the events of their
/// detectors, its sensors' readings and its heartbeat among them.
/// </summary>
/// <remarks>Source: the camera specification, 4.</remarks>
internal sealed class NodeScript
{
    private const int FramesToAHeartbeat = 20;

    private readonly NodeCast _cast;
    private readonly int _seed;

    /// <summary>Makes the script.</summary>
    /// <param name="cast">The node.</param>
    /// <param name="seed">The demo's seed.</param>
    internal NodeScript(NodeCast cast, int seed)
    {
        _cast = cast;
        _seed = seed;
    }

    /// <summary>The messages, from the first one on; the same each time.</summary>
    internal IEnumerable<DemoMessage> Messages()
    {
        // Neighbouring nodes and neighbouring seeds get numbers of their own.
        var chance = new Random(unchecked((_seed * 7919) + _cast.Number));
        var cameras = _cast.Views.Select(scene => new CameraScript($"{_cast.Name} {scene.View}", scene, chance)).ToArray();
        var sensors = new SensorScript(_cast, chance);
        var heartbeat = DemoMessage.Event(_cast.Name + "|Heartbeat");
        yield return Restart(chance);
        for (var frame = 1; ; frame++)
        {
            foreach (var message in cameras[(frame - 1) % cameras.Length].Next())
                yield return message;
            foreach (var message in sensors.Next())
                yield return message;
            if (frame % FramesToAHeartbeat == 0)
                yield return heartbeat;
        }
    }

    /// <summary>Host, system, address, memory in MB, hours since it was switched on.</summary>
    private DemoMessage Restart(Random chance) =>
        DemoMessage.Event($"{_cast.Name}|Restart|{_cast.Name.ToLowerInvariant()}-pi|RPi|192.0.2.{_cast.Number + 1}|{(chance.Next(2) == 0 ? 906 : 3794)}|{chance.Next(500)}");
}

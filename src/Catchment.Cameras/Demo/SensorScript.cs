using System.Globalization;

namespace Catchment.Cameras.Demo;

/// <summary>What a node's sensors send, each time that a reading has changed: whole degrees, and at the barn the humidity.</summary>
internal sealed class SensorScript
{
    private const int FewestFrames = 8;
    private const int MostFrames = 25;
    private const string WithHygrometer = "Barn";
    private const string InCelsius = "Dome";

    private readonly string _node;
    private readonly Random _chance;
    private readonly bool _hasHygrometer;
    private readonly char _unit;
    private int _degrees;
    private double _humidity = 41.5;
    private int _untilDegrees;
    private int _untilHumidity;

    /// <summary>Makes the script.</summary>
    /// <param name="cast">The node.</param>
    /// <param name="chance">The node's chance; decides when a reading changes, and by how much.</param>
    internal SensorScript(NodeCast cast, Random chance)
    {
        _node = cast.Name;
        _chance = chance;
        _hasHygrometer = cast.Name.StartsWith(WithHygrometer, StringComparison.Ordinal);
        _unit = cast.Name.StartsWith(InCelsius, StringComparison.Ordinal) ? 'C' : 'F';
        _degrees = _unit == 'C' ? 6 : 71;
        _untilDegrees = Soon();
        _untilHumidity = Soon();
    }

    /// <summary>The readings that come after a frame.</summary>
    internal IEnumerable<DemoMessage> Next()
    {
        if (--_untilDegrees == 0)
        {
            _untilDegrees = Soon();
            _degrees += Step();
            yield return DemoMessage.Event($"{_node}|Temp|{_degrees} {_unit}");
        }

        if (_hasHygrometer && --_untilHumidity == 0)
        {
            _untilHumidity = Soon();
            _humidity = Math.Clamp(_humidity + (Step() * (0.5 + (0.1 * _chance.Next(6)))), 20, 90);
            yield return DemoMessage.Event(string.Create(CultureInfo.InvariantCulture, $"{_node}|humidity|{_humidity:0.0} %"));
        }
    }

    private int Soon() => _chance.Next(FewestFrames, MostFrames + 1);

    private int Step() => _chance.Next(2) == 0 ? -1 : 1;
}

namespace Catchment.Cameras.Demo.Outposts;

/// <summary>One view of a simulated outpost: what it sees, and the event under way.</summary>
internal sealed class SimulatedView : IDisposable
{
    private readonly ViewScript _script;
    private readonly ScenePainter _painter;
    private readonly int _seed;
    private readonly int _number;

    /// <summary>Makes it.</summary>
    /// <param name="cast">The outpost.</param>
    /// <param name="index">The view's number on it.</param>
    /// <param name="seed">The demo's seed.</param>
    internal SimulatedView(OutpostCast cast, int index, int seed)
    {
        var scene = cast.Views[index];
        Name = scene.View;
        _script = new ViewScript(new VisitScript(scene, seed, cast.Number, index));
        _painter = new ScenePainter(scene);
        _seed = seed;
        _number = (cast.Number * OutpostScene.All.Count) + index;
    }

    /// <summary>The view's name.</summary>
    internal string Name { get; }

    /// <summary>The event under way; null: none.</summary>
    internal string? EventId { get; private set; }

    /// <summary>Its visit.</summary>
    internal Visit? Visit { get; private set; }

    /// <summary>Its pictures until now.</summary>
    internal List<SeenPicture> Pictures { get; } = [];

    /// <summary>What is to be seen.</summary>
    internal ViewMoment At(TimeSpan elapsed) => _script.At(elapsed);

    /// <summary>Draws it; see <see cref="ScenePainter.Paint"/>.</summary>
    internal ReadOnlyMemory<byte> Paint(TimeSpan elapsed, Visit? visit, ReadOnlySpan<SeenObject> objects) => _painter.Paint(elapsed, visit, objects);

    /// <summary>An event begins.</summary>
    internal string Begin(Visit visit, DateTime time)
    {
        Visit = visit;
        Pictures.Clear();
        return EventId = TimeId.Of(time, _seed, _number);
    }

    /// <summary>The event is over.</summary>
    /// <returns>What was seen of it.</returns>
    internal SeenEvent End()
    {
        EventId = null;
        return new SeenEvent(Visit!, [.. Pictures]);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _script.Dispose();
        _painter.Dispose();
    }
}

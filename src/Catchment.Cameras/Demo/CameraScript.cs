namespace Catchment.Cameras.Demo;

/// <summary>What one camera sends: its quiet picture for some frames, then the motion between the two events of its detector.</summary>
internal sealed class CameraScript
{
    private const int FewestQuietFrames = 2;
    private const int MostQuietFrames = 7;

    private readonly Random _chance;
    private readonly DemoMessage[] _frames;
    private readonly DemoMessage? _begins;
    private readonly DemoMessage? _ends;
    private int _quiet;
    private int _next;

    /// <summary>Makes the script.</summary>
    /// <param name="nodeAndView">The camera, as it calls itself.</param>
    /// <param name="scene">What it sees.</param>
    /// <param name="chance">The node's chance; decides how long it is quiet.</param>
    internal CameraScript(string nodeAndView, Scene scene, Random chance)
    {
        _chance = chance;
        _frames = [.. scene.Pictures.Select(picture => DemoMessage.Frame(nodeAndView, picture))];
        if (scene is not { Begins: { } begins, Ends: { } ends })
            return;
        _begins = DemoMessage.Event($"{nodeAndView}|{begins}");
        _ends = DemoMessage.Event($"{nodeAndView}|{ends}");
        _next = 1;
        _quiet = _chance.Next(FewestQuietFrames, MostQuietFrames + 1);
    }

    /// <summary>The next frame, with the event before or after it.</summary>
    internal IEnumerable<DemoMessage> Next()
    {
        if (_quiet > 0)
        {
            _quiet--;
            yield return _frames[0];
            yield break;
        }

        if (_next == 1 && _begins is not null)
            yield return _begins;
        yield return _frames[_next];
        _next++;
        if (_next < _frames.Length)
            yield break;
        _next = 0;
        if (_ends is null)
            yield break;
        yield return _ends;
        _next = 1;
        _quiet = _chance.Next(FewestQuietFrames, MostQuietFrames + 1);
    }
}

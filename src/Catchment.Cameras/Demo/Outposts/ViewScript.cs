namespace Catchment.Cameras.Demo.Outposts;

/// <summary>Walks through a view's visits by the clock, whatever the rate of pictures is.</summary>
internal sealed class ViewScript : IDisposable
{
    private readonly IEnumerator<Visit> _visits;
    private bool _isOn;

    /// <summary>Begins.</summary>
    /// <param name="visits">The visits; at least one more than are asked for.</param>
    internal ViewScript(VisitScript visits)
    {
        _visits = visits.Visits().GetEnumerator();
        _visits.MoveNext();
    }

    /// <summary>What is to be seen.</summary>
    /// <param name="elapsed">From the beginning of the demo on; never less than before.</param>
    internal ViewMoment At(TimeSpan elapsed)
    {
        Visit? ended = null;
        while (elapsed >= _visits.Current.End)
        {
            // One that fell between two pictures was not seen.
            if (_isOn)
                ended = _visits.Current;
            _isOn = false;
            _visits.MoveNext();
        }

        var visit = _visits.Current;
        if (elapsed < visit.Start)
            return new ViewMoment(ended, null, IsFirst: false, 0);
        var isFirst = !_isOn;
        _isOn = true;
        return new ViewMoment(ended, visit, isFirst, (elapsed - visit.Start) / visit.Length);
    }

    /// <inheritdoc/>
    public void Dispose() => _visits.Dispose();
}

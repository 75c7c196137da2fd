namespace Catchment.Cameras.Demo.Outposts;

/// <summary>Somebody comes by: what becomes an event.</summary>
/// <param name="Start">When, from the beginning of the demo on.</param>
/// <param name="Length">How long it takes; an outpost ends an event after 15 s at the latest.</param>
/// <param name="Tracks">Who comes; the first is whom the event is about.</param>
/// <param name="Tasks">What the sentinel is asked to do at its end, with priorities; none: the event is not worth keeping.</param>
/// <param name="Speed">Of a car, in miles an hour.</param>
/// <param name="Name">Of a person whom the sentinel knows; null: unknown.</param>
internal sealed record Visit(
    TimeSpan Start, TimeSpan Length, IReadOnlyList<Track> Tracks, IReadOnlyList<(string Task, int Priority)> Tasks, double Speed, string? Name)
{
    /// <summary>When it is over.</summary>
    internal TimeSpan End => Start + Length;
}

using Catchment.Tags.Store;

namespace Catchment.WebConsole.Api.Tags;

/// <summary>What a tag has now.</summary>
/// <param name="Id">The tag's id.</param>
/// <param name="Value">Its value; of a long text, list or object the first 200 characters, as a text.</param>
/// <param name="Quality">GOOD, UNCERTAIN or BAD.</param>
/// <param name="Timestamp">The time of the last write, in Unix seconds.</param>
/// <param name="LastChange">The time of the last write whose value differed.</param>
/// <param name="IsGone">It is no longer registered.</param>
public sealed record TagChange(
    string Id,
    TagShown Value,
    string Quality,
    double Timestamp,
    double LastChange,
    bool IsGone)
{
    internal static TagChange Of(DataPoint point)
    {
        PointState state = point.Read();
        return new TagChange(point.Definition.Id.ToString("N"), new TagShown(state.Value), state.Quality.Name(), state.Timestamp, state.LastChange, !point.IsRegistered);
    }
}

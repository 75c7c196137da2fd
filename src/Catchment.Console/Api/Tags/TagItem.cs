using Catchment.Tags.Store;

namespace Catchment.WebConsole.Api.Tags;

/// <summary>A tag with what it has now.</summary>
/// <param name="Id">Its id: 32 hexadecimal digits.</param>
/// <param name="Key">Its key.</param>
/// <param name="DataType">Its type.</param>
/// <param name="Units">Its unit.</param>
/// <param name="Value">Its value; of a long text, list or object the first 200 characters, as a text.</param>
/// <param name="IsCut">The value is longer than is told.</param>
/// <param name="Quality">GOOD, UNCERTAIN or BAD.</param>
/// <param name="Timestamp">The time of the last write, in Unix seconds.</param>
/// <param name="LastChange">The time of the last write whose value differed, in Unix seconds.</param>
public sealed record TagItem(
    string Id,
    string Key,
    string DataType,
    string Units,
    TagShown Value,
    bool IsCut,
    string Quality,
    double Timestamp,
    double LastChange)
{
    internal static TagItem Of(DataPoint point)
    {
        PointDefinition definition = point.Definition;
        PointState state = point.Read();
        return new TagItem(
            definition.Id.ToString("N"), definition.Key, definition.DataType, definition.Units, new TagShown(state.Value), TagShownConverter.IsCut(state.Value), state.Quality.Name(), state.Timestamp, state.LastChange);
    }
}

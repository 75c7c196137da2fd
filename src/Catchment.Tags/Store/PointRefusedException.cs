namespace Catchment.Tags.Store;

/// <summary>A point cannot be registered; the message is the text of the API's error.</summary>
public sealed class PointRefusedException : Exception
{
    /// <summary>A refusal.</summary>
    /// <param name="message">Why, in the words of the API.</param>
    public PointRefusedException(string message)
        : base(message)
    {
    }
}

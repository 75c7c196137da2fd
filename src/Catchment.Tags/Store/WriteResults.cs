namespace Catchment.Tags.Store;

/// <summary>What results mean on the wire.</summary>
public static class WriteResults
{
    /// <summary>Whether the answer is <c>ok</c>.</summary>
    /// <param name="result">What became of the write.</param>
    public static bool IsOk(this WriteResult result) => result <= WriteResult.Ignored;

    /// <summary>The error's text.</summary>
    /// <param name="result">One that is not ok.</param>
    public static string Error(this WriteResult result) => result switch
    {
        WriteResult.NotRegistered => "key not registered",
        WriteResult.InvalidKey => "key must have 1 to 1024 characters and no control characters",
        WriteResult.TooLong => "value is longer than 1048576 bytes",
        WriteResult.OutOfLimits => "value is outside the point's limits",
        WriteResult.TooManyPoints => "too many points",
        _ => "the registration could not be stored",
    };
}

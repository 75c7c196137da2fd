namespace Catchment.Protocols.Pickle;

/// <summary>Bytes are no pickle of the kind that was asked for. The message says what was found and, where known, what to do.</summary>
public sealed class PickleException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">What is wrong with the bytes.</param>
    public PickleException(string message)
        : base(message)
    {
    }
}

namespace Catchment.Protocols.Fits;

/// <summary>Bytes are no FITS file, or a torn one. The message says where, what was found, and what the standard wants there.</summary>
public sealed class FitsException : Exception
{
    /// <summary>Makes the exception.</summary>
    /// <param name="message">What is wrong with the bytes.</param>
    public FitsException(string message)
        : base(message)
    {
    }
}

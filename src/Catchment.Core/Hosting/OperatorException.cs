using System.Data.Common;
using System.Net.Sockets;
using Catchment.Core.Databases;
using Catchment.Core.Storage;

namespace Catchment.Core.Hosting;

/// <summary>Something that only the operator can mend. The message says what is wrong and what to do: it is told without a stack trace.</summary>
/// <param name="message">What is wrong, and what to do.</param>
/// <param name="cause">What was thrown; null: nothing.</param>
public abstract class OperatorException(string message, Exception? cause = null) : Exception(message, cause)
{
    /// <summary>
    /// Whether an error tells the operator all there is to know: one of these, a database that is away or lets nobody in, a port that is in
    /// use or not to be had, a folder that is not there, a file system that refuses.
    /// </summary>
    /// <param name="error">What was thrown; its inner exceptions count too.</param>
    public static bool IsFor(Exception error)
    {
        for (var e = error; e is not null; e = e.InnerException)
        {
            if (e is OperatorException or StorageException or DirectoryNotFoundException or UnauthorizedAccessException
                or SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse or SocketError.AddressNotAvailable or SocketError.AccessDenied })
                return true;
            if (e is DbException && (Database.IsAway(e) || Database.IsForbidden(e)))
                return true;
        }

        return false;
    }
}

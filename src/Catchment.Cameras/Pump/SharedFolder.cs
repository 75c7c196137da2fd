using Catchment.Core.Storage;

namespace Catchment.Cameras.Pump;

/// <summary>
/// An open folder that several threads look into at a time; the last one to let go closes it. Looking and reading take the descriptor
/// only, so they need no order among each other.
/// </summary>
internal sealed class SharedFolder(FolderHandle handle, FileFacts facts) : IDisposable
{
    private int _users = 1;

    /// <summary>The folder.</summary>
    internal FolderHandle Handle => handle;

    /// <summary>What the folder was when it was opened.</summary>
    internal FileFacts Facts => facts;

    /// <summary>Keeps it open for one more user; false: it is closed.</summary>
    internal bool TryShare()
    {
        while (true)
        {
            var users = Volatile.Read(ref _users);
            if (users == 0)
                return false;
            if (Interlocked.CompareExchange(ref _users, users + 1, users) == users)
                return true;
        }
    }

    /// <summary>Ends one user's share.</summary>
    public void Dispose()
    {
        if (Interlocked.Decrement(ref _users) == 0)
            handle.Dispose();
    }
}

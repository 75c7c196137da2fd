namespace Catchment.Core.Storage;

/// <summary>
/// As whom a command works. An administrator's command makes and replaces files of a service that is another user's: as root's they would be
/// closed to that service, and it would record nothing more.
/// </summary>
public static class ActingUser
{
    /// <summary>
    /// For a process that root started: from now on it works as the owner of the first of these folders that is there, or else of the nearest
    /// folder above the last one. Any other process stays who it is; so does one in a container that does not know the owner.
    /// </summary>
    /// <param name="folders">Folders of the service, the most telling first.</param>
    public static void BecomeOwnerOf(params ReadOnlySpan<string> folders)
    {
        if (!OperatingSystem.IsLinux() || Linux.RealUser() != 0)
            return;
        foreach (var folder in folders)
        {
            if (TryBecomeOwnerOf(folder))
                return;
        }

        for (var above = Path.GetDirectoryName(folders[^1]); above is not null && !TryBecomeOwnerOf(above); above = Path.GetDirectoryName(above))
        {
            // Up to the first that is there.
        }
    }

    private static bool TryBecomeOwnerOf(string folder)
    {
        Linux.ActAs(0); // Root again, so that it may look, and choose anew.
        if (Linux.StatPath(folder, out _, out var owner) != 0)
            return false;
        if (owner.User != 0)
            Linux.ActAs(owner.User, owner.Group);
        return true;
    }
}

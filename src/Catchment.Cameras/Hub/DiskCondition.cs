using Catchment.Core.Hosting;
using Catchment.Core.Storage;

namespace Catchment.Cameras.Hub;

/// <summary>Whether the disk takes what the hub writes. Shows trouble as a degradation, and its end when a write succeeds again.</summary>
/// <param name="space">The medium's free space.</param>
/// <param name="context">Where the service's state shows.</param>
internal sealed class DiskCondition(FreeSpaceGuard space, IServiceContext context)
{
    private const string Space = "space";
    private const string Write = "write";

    private volatile bool _fails;

    /// <summary>Below the low mark: nothing is written.</summary>
    internal bool IsFull => space.IsLow;

    /// <summary>A write succeeded.</summary>
    internal void Works()
    {
        if (!_fails)
            return;
        _fails = false;
        context.Recover(Write);
    }

    /// <summary>A write failed.</summary>
    internal void Fails(IOException error)
    {
        _fails = true;
        context.Degrade(Write, error.Message);
    }

    /// <summary>Looks at the free space; to be called about once a second.</summary>
    internal void Check()
    {
        try
        {
            space.Check();
        }
        catch (IOException e)
        {
            Fails(e);
            return;
        }

        if (space.IsLow)
            context.Degrade(Space, $"{space.Free >> 20} MiB free, below {space.Low >> 20} MiB: frames and events are refused until {space.High >> 20} MiB are free");
        else
            context.Recover(Space);
    }
}

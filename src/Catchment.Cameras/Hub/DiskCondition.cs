using Catchment.Core.Hosting;
using Catchment.Core.Storage;

namespace Catchment.Cameras.Hub;

/// <summary>Whether the disk takes what the hub writes. Shows trouble as a degradation, and its end when a write
/// of the same kind succeeds again.</summary>
/// <param name="space">The medium's free space.</param>
/// <param name="context">Where the service's state shows.</param>
internal sealed class DiskCondition(FreeSpaceGuard space, IServiceContext context)
{
    private const string Space = "space";
    private static readonly string[] Keys = [.. Enum.GetValues<HubWrite>().Select(w => w.ToString().ToLowerInvariant())];

    private readonly bool[] _fails = new bool[Keys.Length];

    /// <summary>Below the low mark: nothing is written.</summary>
    internal bool IsFull => space.IsLow;

    /// <summary>Whether the disk refused, rather than the program failed.</summary>
    internal static bool IsRefusal(Exception error) => error is IOException or UnauthorizedAccessException;

    /// <summary>A write succeeded.</summary>
    internal void Works(HubWrite what)
    {
        ref var fails = ref _fails[(int)what];
        if (!Volatile.Read(ref fails))
            return;
        Volatile.Write(ref fails, false);
        context.Recover(Keys[(int)what]);
    }

    /// <summary>A write failed.</summary>
    internal void Fails(HubWrite what, Exception error)
    {
        Volatile.Write(ref _fails[(int)what], true);
        context.Degrade(Keys[(int)what], error.Message);
    }

    /// <summary>Looks at the free space; to be called about once a second.</summary>
    internal void Check()
    {
        try
        {
            space.Check();
        }
        catch (Exception e) when (IsRefusal(e))
        {
            Fails(HubWrite.Frames, e);
            return;
        }

        if (space.IsLow)
            context.Degrade(Space, $"{space.Free >> 20} MiB free, below {space.Low >> 20} MiB: frames and events are refused until {space.High >> 20} MiB are free");
        else
            context.Recover(Space);
    }
}

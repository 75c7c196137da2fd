using Catchment.Core.Hosting;
using Catchment.Core.Storage;

namespace Catchment.Cameras.Watcher.Recording;

/// <summary>Whether the disks take what is recorded: trouble shows as a degradation until a write of the same kind succeeds again.</summary>
/// <param name="space">The free space of the pictures' medium.</param>
/// <param name="context">Where the service's state shows.</param>
internal sealed class RecordingCondition(FreeSpaceGuard space, IServiceContext context)
{
    private const string Space = "space";
    private static readonly string[] Keys = [.. Enum.GetValues<RecordingWrite>().Select(w => w.ToString().ToLowerInvariant())];

    private readonly bool[] _fails = new bool[Keys.Length];

    /// <summary>Below the low mark: pictures are not stored.</summary>
    internal bool IsFull => space.IsLow;

    /// <summary>A write succeeded.</summary>
    internal void Works(RecordingWrite what)
    {
        ref var fails = ref _fails[(int)what];
        if (!Volatile.Read(ref fails))
            return;
        Volatile.Write(ref fails, false);
        context.Recover(Keys[(int)what]);
    }

    /// <summary>A write failed.</summary>
    internal void Fails(RecordingWrite what, Exception error)
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
        catch (IOException e)
        {
            Fails(RecordingWrite.Pictures, e);
            return;
        }

        if (space.IsLow)
            context.Degrade(Space, $"{space.Free >> 20} MiB free, below {space.Low >> 20} MiB: pictures are not stored until {space.High >> 20} MiB are free; rows are");
        else
            context.Recover(Space);
    }
}

namespace Catchment.Cameras.Watcher.Recording;

/// <summary>
/// Gives memory of the past back to the system when most of it is not needed any more: after a burst nothing is allocated, so the runtime
/// would not look for it by itself.
/// </summary>
/// <param name="preRoll">What is in use.</param>
/// <param name="giveBack">Gives back what is not.</param>
internal sealed class PreRollMemory(PreRollBudget preRoll, Action giveBack)
{
    private const long Worthwhile = 32 << 20;

    private long _most;

    /// <summary>To be called about once a second.</summary>
    internal void Check()
    {
        var used = preRoll.Used;
        _most = Math.Max(_most, used);
        if (_most < Worthwhile || used > _most / 4)
            return;
        _most = used;
        giveBack();
    }
}

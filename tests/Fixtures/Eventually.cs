using System.Runtime.CompilerServices;

namespace Catchment.Fixtures;

/// <summary>
/// Waits for what another thread or process brings about, by looking again and again. Between two looks the processor is theirs: a
/// wait that turns without a pause takes it from the very one that it waits for.
/// </summary>
internal static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);

    public static void True(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string what = "") =>
        SpinWait.SpinUntil(condition, Patience.Limit).ShouldBeTrue(what);

    public static Task TrueAsync(Func<bool> condition, [CallerArgumentExpression(nameof(condition))] string what = "") =>
        TrueAsync(() => Task.FromResult(condition()), what);

    /// <summary>The same, with something done before each further look: a clock that goes on, a peer that sends again.</summary>
    public static Task TrueAsync(Func<bool> condition, Action meanwhile, [CallerArgumentExpression(nameof(condition))] string what = "") =>
        TrueAsync(
            () =>
            {
                if (condition())
                    return Task.FromResult(true);
                meanwhile();
                return Task.FromResult(false);
            },
            what);

    public static async Task TrueAsync(Func<Task<bool>> condition, [CallerArgumentExpression(nameof(condition))] string what = "")
    {
        using var looks = new PeriodicTimer(Pause);
        var began = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            TimeProvider.System.GetElapsedTime(began).ShouldBeLessThan(Patience.Limit, what);
            await looks.WaitForNextTickAsync();
        }
    }
}

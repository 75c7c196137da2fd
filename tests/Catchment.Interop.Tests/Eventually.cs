namespace Catchment.Interop.Tests;

/// <summary>Waits for what another process brings about, by looking again and again.</summary>
public static class Eventually
{
    private static readonly TimeSpan Deadline = Patience.Limit;

    public static void True(Func<bool> condition, string what)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            TimeProvider.System.GetElapsedTime(began).ShouldBeLessThan(Deadline, what);
            Thread.Yield();
        }
    }

    public static async Task TrueAsync(Func<Task<bool>> condition, string what)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            TimeProvider.System.GetElapsedTime(began).ShouldBeLessThan(Deadline, what);
            await Task.Yield();
        }
    }
}

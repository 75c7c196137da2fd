namespace Catchment.Fixtures;

/// <summary>How long a test waits for a signal before it calls the thing broken.</summary>
internal static class Patience
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    public static Task InTimeAsync(this Task task) => task.WaitAsync(Limit);

    public static Task<T> InTimeAsync<T>(this Task<T> task) => task.WaitAsync(Limit);
}

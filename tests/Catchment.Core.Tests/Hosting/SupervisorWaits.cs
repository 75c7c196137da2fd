using Catchment.Core.Hosting;

namespace Catchment.Core.Tests.Hosting;

/// <summary>Waits for states of a supervisor's services, by its own signal.</summary>
internal static class SupervisorWaits
{
    public static async Task<ServiceStatus> WhenAsync(this Supervisor supervisor, string service, Func<ServiceStatus, bool> condition)
    {
        var met = new TaskCompletionSource<ServiceStatus>(TaskCreationOptions.RunContinuationsAsynchronously);
        supervisor.Changed += Look;
        try
        {
            Look(null, new ServicesChangedEventArgs(supervisor.Snapshot()));
            return await met.Task.InTimeAsync();
        }
        finally
        {
            supervisor.Changed -= Look;
        }

        void Look(object? sender, ServicesChangedEventArgs change)
        {
            if (change.Services.FirstOrDefault(s => s.Name == service && condition(s)) is { } status)
            {
                met.TrySetResult(status);
            }
        }
    }

    public static Task<ServiceStatus> WhenAsync(this Supervisor supervisor, string service, ServiceState state) =>
        supervisor.WhenAsync(service, s => s.State == state);

    public static ServiceStatus Of(this Supervisor supervisor, string service) =>
        supervisor.Snapshot().Single(s => s.Name == service);
}

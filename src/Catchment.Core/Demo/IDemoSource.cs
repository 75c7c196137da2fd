namespace Catchment.Core.Demo;

/// <summary>
/// Simulated senders of one wing: cameras, instruments, devices. They speak to a running node through real sockets, as the real
/// ones do, and the same seed sends the same things in the same order.
/// </summary>
public interface IDemoSource
{
    /// <summary>A word for the command line and for messages, such as <c>cameras</c>.</summary>
    string Name { get; }

    /// <summary>One line: what is simulated, and where it is sent to.</summary>
    string Description { get; }

    /// <summary>How many senders it simulates: a rate that is given for all sources is divided by them.</summary>
    int Senders { get; }

    /// <summary>Sends until the time is over or the token ends it; a node that is away is waited for and tried again.</summary>
    /// <param name="plan">How much, how long, which seed.</param>
    /// <param name="progress">Told of what was sent; any thread.</param>
    /// <param name="cancellation">Ends it; that is no error.</param>
    /// <returns>What was sent altogether.</returns>
    Task<DemoTally> RunAsync(DemoPlan plan, IProgress<DemoTally>? progress, CancellationToken cancellation);
}

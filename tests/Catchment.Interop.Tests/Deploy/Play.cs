namespace Catchment.Interop.Tests.Deploy;

/// <summary>What a run of a playbook came to.</summary>
/// <param name="Status">Its exit status.</param>
/// <param name="Output">What it printed.</param>
/// <param name="Changed">The number of tasks that changed something, or would have.</param>
/// <param name="Failed">The number of tasks that failed.</param>
internal sealed record Play(int Status, string Output, int Changed, int Failed)
{
    /// <summary>This, when it went well.</summary>
    internal Play Succeeds()
    {
        Status.ShouldBe(0, Output);
        Failed.ShouldBe(0, Output);
        return this;
    }
}

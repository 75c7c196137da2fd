using Catchment.Tags.Mappings;
using Catchment.Tags.State;

namespace Catchment.Tags.Calculation;

/// <summary>Calculated tags as they outlive a restart.</summary>
internal static class CalculationTable
{
    // Beside the protocols' names in the table of mappings.
    private const string Kind = "calculation";

    /// <summary>The tags that were kept; what is set or removed from now on is durable before it is seen.</summary>
    /// <param name="state">Where they are kept.</param>
    /// <exception cref="IOException">They cannot be read.</exception>
    internal static MappingTable<CalculationTag> Open(GatewayState state) => new MappingJournal<CalculationTag>(state, Kind, CalculationJson.Default.CalculationTag).Open();
}

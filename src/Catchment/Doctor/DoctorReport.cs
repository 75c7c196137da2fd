namespace Catchment.Doctor;

/// <summary>What <c>doctor --json</c> prints.</summary>
/// <param name="Worst">The worst level of all findings, also of those left out.</param>
/// <param name="Findings">The findings.</param>
internal sealed record DoctorReport(FindingLevel Worst, IReadOnlyList<Finding> Findings);

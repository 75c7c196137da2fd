namespace Catchment.Core.Machine;

/// <summary>The process that has a port.</summary>
/// <param name="User">The number of its user.</param>
/// <param name="Process">Its id; null: whoever asks may not see it.</param>
/// <param name="Command">Its command line, shortened; null with <paramref name="Process"/>.</param>
/// <param name="Unit">The systemd unit that it belongs to; null: none.</param>
public sealed record PortHolder(int User, int? Process, string? Command, string? Unit);

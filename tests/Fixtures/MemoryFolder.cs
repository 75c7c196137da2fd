namespace Catchment.Fixtures;

/// <summary>A folder in memory: on another file system than <see cref="TemporaryFolder"/>. It goes with the test.</summary>
internal sealed class MemoryFolder : IDisposable
{
    public string FullPath { get; } = Directory.CreateDirectory(Path.Combine("/dev/shm", "catchment-" + Guid.NewGuid().ToString("N"))).FullName;

    public string this[string name] => Path.Combine(FullPath, name);

    public void Dispose() => Directory.Delete(FullPath, recursive: true);
}

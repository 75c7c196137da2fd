using System.Diagnostics;
using System.Globalization;

namespace Catchment.Interop.Tests.Hub;

/// <summary>A mounted file system of the test's own, small enough to fill, or on an image so that it can be frozen. Needs root.</summary>
public sealed class SmallDisk : IDisposable
{
    private readonly string _folder;
    private readonly string? _image;

    private SmallDisk(string folder, string? image)
    {
        _folder = folder;
        _image = image;
    }

    public string this[string name] => Path.Combine(_folder, name);

    /// <summary>A tmpfs of a size such as <c>6m</c>.</summary>
    public static SmallDisk Memory(string folder, string size)
    {
        Directory.CreateDirectory(folder);
        Run("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", folder);
        return new SmallDisk(folder, null);
    }

    /// <summary>An ext4 image of so many MiB.</summary>
    public static SmallDisk Image(string folder, int mebibytes)
    {
        Directory.CreateDirectory(folder);
        var image = folder + ".img";
        Run("truncate", "-s", mebibytes.ToString(CultureInfo.InvariantCulture) + "M", image);
        Run("mkfs.ext4", "-q", image);
        Run("mount", "-o", "loop", image, folder);
        return new SmallDisk(folder, image);
    }

    /// <summary>From now on every write waits.</summary>
    public void Freeze() => Run("fsfreeze", "-f", _folder);

    /// <summary>Writes go on.</summary>
    public void Thaw() => Run("fsfreeze", "-u", _folder);

    public void Dispose()
    {
        Run("umount", "-l", _folder);
        if (_image is not null)
            File.Delete(_image);
    }

    private static void Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        process.ExitCode.ShouldBe(0, $"{program} {string.Join(' ', arguments)}: {error}");
    }
}

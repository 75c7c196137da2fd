using System.Diagnostics;
using System.Text.Json;
using Catchment.Interop.Tests.Hub;

namespace Catchment.Interop.Tests.Demo;

/// <summary>The simulated outposts and the sentinel against libzmq, by a stand-in of the original watcher that checks every form.</summary>
public sealed class OutpostDemoInteropTests : IDisposable
{
    private readonly TemporaryFolder _root = new();

    public void Dispose() => _root.Dispose();

    [Fact]
    public void The_originals_watcher_understands_every_message_and_the_boxes_fit_the_pictures()
    {
        const int Jobs = 6;
        using var watcher = PythonPeer.Start("Demo/camwatcher.py", $"{Jobs}");
        using var demo = Process.Start(new ProcessStartInfo(
            HubProcess.Program, ["demo", "--only", "outposts", "--seed", "4", $"watcher.control_port={watcher.ReadLine()}"])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _root.FullPath,
        })!;
        try
        {
            using var seen = JsonDocument.Parse(watcher.ReadLine(TimeSpan.FromMinutes(3)));
            watcher.ExpectSuccess();

            var result = seen.RootElement;
            result.GetProperty("views").EnumerateArray().Select(v => v.GetString()).ShouldBe(["alpha Street", "bravo Path", "bravo Porch", "charlie Yard"]);
            result.GetProperty("pictures").GetInt32().ShouldBeGreaterThan(100);
            result.GetProperty("moved").GetInt32().ShouldBeGreaterThan(0);
            result.GetProperty("done").GetArrayLength().ShouldBeGreaterThanOrEqualTo(Jobs);
            foreach (var done in result.GetProperty("done").EnumerateArray())
                done[1].EnumerateArray().Select(t => t.GetString()).ShouldBe([TypeOf(done[0].GetString()!)]);
        }
        finally
        {
            demo.Kill();
            demo.WaitForExit();
        }
    }

    private static string TypeOf(string task) => task switch
    {
        "MobileNetSSD_allFrames" => "obj",
        "GetFaces" => "fd1",
        "FaceRecon" => "fr1",
        _ => "vsp",
    };
}

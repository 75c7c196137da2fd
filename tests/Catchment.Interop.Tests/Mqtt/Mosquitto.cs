using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Catchment.Interop.Tests.Mqtt;

/// <summary>A real mosquitto on loopback, with a folder of its own: plain, encrypted, and as WebSocket. Ended by its process id.</summary>
internal sealed partial class Mosquitto : IDisposable
{
    private const int SigTerm = 15;

    // Below the ports that the system hands out, so that nobody takes one during a restart.
    private const int FirstPort = 20_000;
    private const int LastPort = 32_000;

    // It listens before its main loop begins, and forgets a signal that comes in between.
    private static readonly TimeSpan Forgotten = TimeSpan.FromSeconds(1);

    private readonly TemporaryFolder _folder = new();
    private Process? _process;

    public Mosquitto()
    {
        Certificates = new TestCertificates(_folder.FullPath);
        for (var attempt = 0; ; attempt++)
        {
            BasePort = Random.Shared.Next(FirstPort, LastPort);
            File.WriteAllText(_folder["mosquitto.conf"], Configuration());
            if (TryStart()) return;
            attempt.ShouldBeLessThan(20, "mosquitto does not start");
        }
    }

    /// <summary>What the encrypted ports show, and what they want to see.</summary>
    public TestCertificates Certificates { get; }

    public int Port => BasePort;

    public int TlsPort => BasePort + 1;

    /// <summary>The port that wants a certificate.</summary>
    public int MutualTlsPort => BasePort + 2;

    public int WebSocketPort => BasePort + 3;

    public int WebSocketTlsPort => BasePort + 4;

    private int BasePort { get; set; }

    /// <summary>Starts it again, on the same ports, with the sessions that it has written down.</summary>
    public void Start() => Eventually.True(TryStart, "mosquitto does not start again");

    /// <summary>SIGTERM: it writes its sessions down.</summary>
    public void Stop()
    {
        SendSignal(_process!.Id, SigTerm).ShouldBe(0);
        while (!_process.WaitForExit(Forgotten))
            _ = SendSignal(_process.Id, SigTerm);
        _process.WaitForExit();
    }

    /// <summary>SIGKILL.</summary>
    public void Kill()
    {
        _process!.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (_process is { HasExited: false }) Kill();
        _process?.Dispose();
        _folder.Dispose();
    }

    private bool TryStart()
    {
        _process?.Dispose();
        var start = new ProcessStartInfo("/usr/sbin/mosquitto") { UseShellExecute = false, RedirectStandardError = true, RedirectStandardOutput = true };
        start.ArgumentList.Add("-c");
        start.ArgumentList.Add(_folder["mosquitto.conf"]);
        _process = Process.Start(start)!;
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
        var pause = default(SpinWait);
        while (!_process.HasExited)
        {
            // The listeners are opened in the order of the file: the last one means all.
            using var client = new TcpClient();
            try
            {
                client.Connect(IPAddress.Loopback, WebSocketTlsPort);
                return true;
            }
            catch (SocketException)
            {
                pause.SpinOnce();
            }
        }

        return false;
    }

    private string Configuration() => string.Create(CultureInfo.InvariantCulture, $"""
        per_listener_settings false
        allow_anonymous true
        persistence true
        persistence_location {_folder.FullPath}/
        autosave_interval 3600
        max_queued_messages 0
        log_type error
        user {Environment.UserName}
        listener {Port} 127.0.0.1
        listener {TlsPort} 127.0.0.1
        {Tls()}
        listener {MutualTlsPort} 127.0.0.1
        {Tls()}
        require_certificate true
        listener {WebSocketPort} 127.0.0.1
        protocol websockets
        listener {WebSocketTlsPort} 127.0.0.1
        protocol websockets
        {Tls()}
        """);

    private string Tls() => $"cafile {Certificates.CaFile}\ncertfile {Certificates.ServerFile}\nkeyfile {Certificates.ServerKeyFile}";

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendSignal(int process, int signal);
}

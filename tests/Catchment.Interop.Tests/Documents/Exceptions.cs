namespace Catchment.Interop.Tests.Documents;

/// <summary>A command that is not run.</summary>
/// <param name="Page">The page, or its beginning.</param>
/// <param name="Command">The command, or its beginning.</param>
/// <param name="Reason">Why.</param>
internal sealed record Exceptions(string Page, string Command, string Reason)
{
    private const string Whole = "it builds or tests the whole, as what runs this does";
    private const string Original = "it is the original's own";
    private const string Archive = "it asks Debian's archive";
    private const string Elsewhere = "it is typed on another computer";
    private const string Option = "it names a part of a command that a person writes";

    /// <summary>All; each as narrow as can be.</summary>
    internal static IReadOnlyList<Exceptions> All { get; } =
    [
        new("CONTRIBUTING.md", "dotnet ", Whole),
        new("CONTRIBUTING.md", "npm ci", "it asks npm's registry, and the build does it"),
        new("CONTRIBUTING.md", "./test.sh", Whole),
        new("README.md", "./test.sh", Whole),
        new("README.md", "sudo apt-get install nodejs npm", Archive),
        new("README.md", "sudo apt-get install postgresql", Archive),
        new("deploy/ansible/roles/catchment/README.md", "systemd-analyze security", "it asks a running systemd; UnitTests asks without one"),
        new("deploy/ansible/roles/imagehub/README.md", "nc -vz", Elsewhere),
        new("docs/coming-from-data-service.md", "pip ", Original),
        new("docs/coming-from-data-service.md", "python ", Original),
        new("docs/coming-from-data-service.md", "sudo cp dataservice-sync.service", Original),
        new("docs/coming-from-data-service.md", "systemctl enable|start|status|stop", "four in one, each of which other pages have"),
        new("docs/coming-from-data-service.md", "journalctl -u dataservice-sync.service -f", "it follows a unit that is not started here; other pages have it with theirs"),
        new("docs/coming-from-endmgr.md", "setup ", Original),
        new("docs/coming-from-endmgr.md", "git clone", Original),
        new("docs/coming-from-imagehub.md", "python ", Original),
        new("docs/coming-from-imagehub.md", "telnet data1 5555", Elsewhere),
        new("docs/coming-from-imagehub.md", "find … -mtime", Original),
        new("docs/coming-from-sentinelcam.md", "python ", Original),
        new("docs/coming-from-xtelemdb.md", "pip ", Original),
        new("docs/coming-from-xtelemdb.md", "systemctl status postgresql", "the server is no service here"),
        new("docs/coming-from-xtelemdb.md", "psql ", Option),
        new("docs/coming-from-xtelemdb.md", "sudo apt-get install postgresql", Archive),
        new("docs/coming-from-xtelemdb.md", "initdb ", Original),
        new("docs/coming-from-xtelemdb.md", "pg_ctl ", Original),
        new("docs/debian.md", "deploy/debian/build.sh --runtime linux-arm64", "it takes another processor's runtime from a registry"),
        new("docs/deploy-ansible.md", "python devops/", Original),
        new("docs/operations.md", "sudo apt-get install rsync sqlite3", Archive),
        new("docs/operations.md", "systemctl start", Option),
        new("docs/operations.md", "systemctl status", Option),
        new("docs/operations.md", "git pull", "it asks another computer"),
        new("docs/recordings.md", "apt install fonts-dejavu-core", Archive),
        new("docs/replicas.md", "cp -a", Option),
        new("docs/replicas.md", "rsync -t", Option),
        new("docs/troubleshooting.md", "telnet data1 5555", Elsewhere),
        new("docs/snmp.md", "setcap cap_net_bind_service+ep", "its program depends on how Catchment was installed"),
    ];

    internal static bool Has(DocumentedCommand command) => All.Any(e => e.Holds(command));

    internal bool Holds(DocumentedCommand command) => command.Page.StartsWith(Page, StringComparison.Ordinal) && command.Text.StartsWith(Command, StringComparison.Ordinal);
}

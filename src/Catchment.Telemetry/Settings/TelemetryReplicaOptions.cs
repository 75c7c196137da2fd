using Catchment.Core.Configuration;

namespace Catchment.Telemetry.Settings;

/// <summary>The key <c>telemetry.replicas</c>. Source: <c>telemetry</c> 13.</summary>
public sealed record TelemetryReplicaOptions
{
    /// <summary>The name under which copies on this computer's volumes are recorded.</summary>
    [Setting("hostname", Description = "Name under which copies on this computer's volumes are recorded; null for hostname.", Pattern = "^.{1,50}$", DefaultText = "hostname")]
    public string? Hostname { get; init; }

    /// <summary>Mappings.</summary>
    [Setting("maps", Description = "Which folders with copies stand for which folders of hosts, PREFIX=HOST:PREFIX each; the longest prefix counts.", Pattern = "^[^=]+=[^=/:]+:.+$", Example = "[/mnt/backup1/telem=exao1:/opt/MagAOX/telem]")]
    public IReadOnlyList<string> Maps { get; init; } = [];

    /// <summary>The rate of copying.</summary>
    [Setting("rate_limit", Description = "The most bytes that replicas copy moves in a second; null for as fast as it goes.", Min = 1, Example = "50 MB")]
    public ByteSize? RateLimit { get; init; }

    /// <summary>The store's address.</summary>
    [Setting("endpoint", Description = "URL of the store that s3:// targets are in; null for Amazon's own of the region.", Pattern = "^https?://[^/@?#]+/?$", Example = "https://minio.example.org:9000")]
    public string? Endpoint { get; init; }

    /// <summary>The region that requests are signed for.</summary>
    [Setting("region", Description = "Region that requests to the store are signed for.", Pattern = "^[A-Za-z0-9-]+$")]
    public string Region { get; init; } = "us-east-1";

    /// <summary>Where the bucket stands in an address.</summary>
    [Setting("path_style", Description = "Whether the bucket stands in the path and not in the host's name; null: it does where endpoint is set.", DefaultText = "true where endpoint is set")]
    public bool? IsPathStyle { get; init; }

    /// <summary>The key's name.</summary>
    [Setting("access_key", Description = "Name of the key that requests are signed with. From a file or the environment. Null: that of AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or of the profile in the credentials file.", IsSecret = true, DefaultText = "null")]
    public string? AccessKey { get; init; }

    /// <summary>The key.</summary>
    [Setting("secret_key", Description = "The key itself. From a file or the environment.", IsSecret = true, DefaultText = "null")]
    public string? SecretKey { get; init; }

    /// <summary>The profile in the credentials file.</summary>
    [Setting("profile", Description = "Profile in the credentials file (~/.aws/credentials, or that of AWS_SHARED_CREDENTIALS_FILE); null for AWS_PROFILE, or default.")]
    public string? Profile { get; init; }

    /// <summary>The size of an object's parts.</summary>
    [Setting("part_size", Description = "Larger files go to the store in parts of this size.", Min = 5 << 20, Max = 5L << 30)]
    public ByteSize PartSize { get; init; } = ByteSize.FromMebibytes(64);

    /// <summary>The longest request.</summary>
    [Setting("timeout", Description = "The longest time of a request to the store.", Min = 1, Max = 86_400, Unit = "seconds")]
    public double TimeoutSeconds { get; init; } = 300;
}

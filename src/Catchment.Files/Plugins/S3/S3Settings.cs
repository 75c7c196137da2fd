using Amazon.Runtime;
using Amazon.S3;
using Catchment.Core.Configuration;
using Catchment.Core.Plugins;

namespace Catchment.Files.Plugins.S3;

/// <summary>Where files are uploaded to, and how.</summary>
internal sealed record S3Settings
{
    private const long SmallestPart = 5 << 20; // of the protocol, as the largest
    private const long LargestPart = 5L << 30;

    /// <summary>The store's address; null: Amazon's own of the region.</summary>
    public required Uri? Endpoint { get; init; }

    /// <summary>The bucket.</summary>
    public required string Bucket { get; init; }

    /// <summary>What stands in front of every key; empty: nothing.</summary>
    public required string Prefix { get; init; }

    /// <summary>The region that requests are signed for.</summary>
    public required string Region { get; init; }

    /// <summary>The bucket stands in the path, not in the host's name.</summary>
    public required bool IsPathStyle { get; init; }

    /// <summary>Who signs.</summary>
    public required AWSCredentials Credentials { get; init; }

    /// <summary>The storage class; null: the bucket's.</summary>
    public required S3StorageClass? StorageClass { get; init; }

    /// <summary>Bytes of a part; a larger file is uploaded in several.</summary>
    public required long PartSize { get; init; }

    /// <summary>An object with other content may be replaced.</summary>
    public required bool Overwrites { get; init; }

    /// <summary>The longest request.</summary>
    public required TimeSpan Timeout { get; init; }

    /// <summary>Reads the plugin's keys.</summary>
    /// <exception cref="PluginException">One is wrong, or there are no credentials.</exception>
    public static S3Settings Of(ConfigurationNode? node)
    {
        var config = PluginConfig.Of(node);
        var endpoint = Address(config);
        var bucket = config.RequiredText("bucket");
        var prefix = config.Text("prefix") ?? "";
        if (bucket.Contains('/', StringComparison.Ordinal))
            throw config.Wrong("bucket", $"\"{bucket}\"", "the name of a bucket; a folder in it is the prefix");
        if (prefix.StartsWith('/'))
            throw config.Wrong("prefix", $"\"{prefix}\"", "a text that does not begin with a slash");
        var settings = new S3Settings
        {
            Endpoint = endpoint,
            Bucket = bucket,
            Prefix = prefix,
            Region = config.Text("region") ?? "us-east-1",
            IsPathStyle = config.Boolean("path_style") ?? endpoint is not null,
            Credentials = S3Credentials.Of(config),
            StorageClass = config.Text("storage_class") is { } storage ? new S3StorageClass(storage) : null,
            PartSize = PartBytes(config),
            Overwrites = config.Boolean("overwrite") ?? false,
            Timeout = config.Seconds("timeout") ?? TimeSpan.FromMinutes(5),
        };
        config.End();
        return settings;
    }

    /// <summary>A client of the store; safe for many threads.</summary>
    public AmazonS3Client Client()
    {
        var client = new AmazonS3Config
        {
            ForcePathStyle = IsPathStyle,
            Timeout = Timeout,
            MaxErrorRetry = 3,
            RetryMode = RequestRetryMode.Standard,
            IgnoreConfiguredEndpointUrls = true, // What this file says counts, not what stands elsewhere on the machine.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
        };
        if (Endpoint is null)
            client.RegionEndpoint = Amazon.RegionEndpoint.GetBySystemName(Region);
        else
            client.ServiceURL = Endpoint.AbsoluteUri;
        client.AuthenticationRegion = Region;
        return new AmazonS3Client(Credentials, client);
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Endpoint?.GetLeftPart(UriPartial.Authority) ?? $"Amazon S3 ({Region})"}, bucket {Bucket}";

    private static Uri? Address(PluginConfig config)
    {
        if (config.Text("endpoint") is not { } text)
            return null;
        return Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.UserInfo.Length == 0 && uri.Query.Length == 0
            ? uri
            : throw config.Wrong("endpoint", "something else", "https://host[:port] or http://host[:port], without a name and password");
    }

    private static long PartBytes(PluginConfig config)
    {
        if (config.Value("part_size") is not { } text)
            return ByteSize.FromMebibytes(64).Bytes;
        return ByteSize.TryParse(text, out var size) && size.Bytes is >= SmallestPart and <= LargestPart
            ? size.Bytes
            : throw config.Wrong("part_size", $"\"{text}\"", "a size, 5 MiB to 5 GiB");
    }
}

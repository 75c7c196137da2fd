using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using Amazon.S3;
using Catchment.Telemetry.Settings;

namespace Catchment.Telemetry.Replicas.Copying;

/// <summary>How a store that speaks S3 is reached.</summary>
/// <param name="options">The keys.</param>
internal sealed class StoreSettings(TelemetryReplicaOptions options)
{
    private const string Key = "telemetry.replicas";

    /// <summary>The name that copies in it are recorded under.</summary>
    internal string Hostname { get; } = options.Endpoint is { } endpoint ? new Uri(endpoint).Authority : $"s3.{options.Region}.amazonaws.com";

    /// <summary>The name of the region and the like; for messages.</summary>
    internal string Name => options.Endpoint ?? $"Amazon S3 ({options.Region})";

    /// <summary>Bytes of a part.</summary>
    internal long PartSize => options.PartSize.Bytes;

    /// <summary>The longest request.</summary>
    internal TimeSpan Timeout => TimeSpan.FromSeconds(options.TimeoutSeconds);

    /// <summary>Over TLS nobody can change the bytes on their way, and to hash them once more for the signature costs more than to send them.</summary>
    internal bool IsEncrypted => options.Endpoint is null || options.Endpoint.StartsWith("https:", StringComparison.Ordinal);

    /// <summary>A client; nothing is connected yet.</summary>
    /// <exception cref="CopyTargetException">There are no credentials.</exception>
    internal AmazonS3Client Client()
    {
        var client = new AmazonS3Config
        {
            ForcePathStyle = options.IsPathStyle ?? options.Endpoint is not null,
            Timeout = Timeout,
            MaxErrorRetry = 3,
            RetryMode = RequestRetryMode.Standard,
            IgnoreConfiguredEndpointUrls = true, // What this file says counts, not what stands elsewhere on the machine.
            RequestChecksumCalculation = RequestChecksumCalculation.WHEN_REQUIRED,
        };
        if (options.Endpoint is { } endpoint)
            client.ServiceURL = endpoint;
        else
            client.RegionEndpoint = Amazon.RegionEndpoint.GetBySystemName(options.Region);
        client.AuthenticationRegion = options.Region;
        return new AmazonS3Client(Credentials(), client);
    }

    private AWSCredentials Credentials()
    {
        if (options.AccessKey is not null || options.SecretKey is not null)
        {
            return options is { AccessKey: { } access, SecretKey: { } secret }
                ? new BasicAWSCredentials(access, secret)
                : throw new CopyTargetException($"{Key}.{(options.AccessKey is null ? "access_key" : "secret_key")}: found nothing; allowed: both access_key and secret_key, or neither.");
        }

        if (options.Profile is null && Variable("AWS_ACCESS_KEY_ID") is { } id && Variable("AWS_SECRET_ACCESS_KEY") is { } key)
            return Variable("AWS_SESSION_TOKEN") is { } token ? new SessionAWSCredentials(id, key, token) : new BasicAWSCredentials(id, key);
        var file = Variable("AWS_SHARED_CREDENTIALS_FILE") ?? SharedCredentialsFile.DefaultFilePath;
        var name = options.Profile ?? Variable("AWS_PROFILE") ?? "default";
        if (File.Exists(file) && new SharedCredentialsFile(file).TryGetProfile(name, out var found) && found.CanCreateAWSCredentials)
            return found.GetAWSCredentials(null);
        throw new CopyTargetException($"{Key}.access_key: there are no credentials. Set access_key and secret_key in a file or the environment, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or make a profile [{name}] in {file}.");
    }

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}

using Amazon.Runtime;
using Amazon.Runtime.CredentialManagement;
using Catchment.Core.Plugins;

namespace Catchment.Files.Plugins.S3;

/// <summary>Finds the keys that requests are signed with: in the settings, in the environment, in the credentials file, in this order.</summary>
internal static class S3Credentials
{
    /// <summary>Finds them.</summary>
    /// <exception cref="PluginException">There are none, or only one of the two.</exception>
    public static AWSCredentials Of(PluginConfig config)
    {
        // As they are written, of whatever kind: a message about the kind would show the value.
        var (access, secret, profile) = (config.Value("access_key"), config.Value("secret_key"), config.Text("profile"));
        if (access is not null || secret is not null)
        {
            return access is not null && secret is not null
                ? new BasicAWSCredentials(access, secret)
                : throw new PluginException($"plugin.config.{(access is null ? "access_key" : "secret_key")}: found nothing; allowed: both access_key and secret_key, or neither.");
        }

        if (profile is null && Variable("AWS_ACCESS_KEY_ID") is { } id && Variable("AWS_SECRET_ACCESS_KEY") is { } key)
            return Variable("AWS_SESSION_TOKEN") is { } token ? new SessionAWSCredentials(id, key, token) : new BasicAWSCredentials(id, key);
        var file = Variable("AWS_SHARED_CREDENTIALS_FILE") ?? SharedCredentialsFile.DefaultFilePath;
        var name = profile ?? Variable("AWS_PROFILE") ?? "default";
        if (File.Exists(file) && new SharedCredentialsFile(file).TryGetProfile(name, out var found) && found.CanCreateAWSCredentials)
            return found.GetAWSCredentials(null);
        throw new PluginException(
            $"plugin.config.access_key: there are no credentials. Set access_key and secret_key, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY in the environment, or make a profile [{name}] in {file}.");
    }

    private static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;
}

using System.Net;
using System.Text;
using Amazon.Runtime;
using Amazon.S3;
using Catchment.Core.Plugins;

namespace Catchment.Files.Plugins.S3;

/// <summary>Uploads files to a store that speaks S3, under their path below the storage folder. What is there already is never replaced unless that is asked for.</summary>
/// <param name="setup">Where the files are.</param>
/// <param name="settings">Where they go to.</param>
/// <param name="store">The bucket.</param>
internal sealed class S3Ingest(PluginSetup setup, S3Settings settings, S3Store store) : IIngestPlugin
{
    private const int LongestKey = 1024; // bytes, of the protocol
    private const int MostTries = 3; // when somebody else writes the same key at the same time

    private static readonly TimeSpan LongestLook = TimeSpan.FromSeconds(30); // at the start, when somebody may wait for a word

    /// <summary>Its entry in the catalog.</summary>
    public static PluginDefinition Definition { get; } = new("S3Ingest", Prepare);

    /// <inheritdoc/>
    public string Version => "1";

    /// <inheritdoc/>
    public void Execute(string path, CancellationToken cancellation)
    {
        var below = setup.RelativePath(path);
        if (Path.IsPathRooted(below))
            throw new IngestFailureException("the file does not lie below the storage folder, so there is no key for it");
        var key = settings.Prefix + below;
        if (Encoding.UTF8.GetByteCount(key) > LongestKey)
            throw new IngestFailureException($"the key is longer than {LongestKey} bytes");
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 128 * 1024);
            Put(key, file, cancellation);
        }
        catch (AmazonServiceException e) when (e.StatusCode != default)
        {
            throw new IngestFailureException($"{e.ErrorCode ?? "refused"} (HTTP {(int)e.StatusCode}): {e.Message}");
        }
        catch (Exception e) when (e is OperationCanceledException or TimeoutException && !cancellation.IsCancellationRequested)
        {
            throw new IngestFailureException($"time-out: the store did not answer within {settings.Timeout.TotalSeconds} s");
        }
    }

    private static Func<IIngestPlugin> Prepare(PluginSetup setup)
    {
        var settings = S3Settings.Of(setup.Config);
        try
        {
            var store = new S3Store(settings);
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(setup.Stopping);
            limit.CancelAfter(LongestLook);
            store.Look(limit.Token);
            return () => new S3Ingest(setup, settings, store);
        }
        catch (OperationCanceledException) when (setup.Stopping.IsCancellationRequested)
        {
            throw;
        }
        catch (AmazonS3Exception e) when (string.Equals(e.ErrorCode, "NoSuchBucket", StringComparison.Ordinal))
        {
            throw new PluginException($"plugin.config.bucket: there is no such bucket: {settings}.", e);
        }
        catch (AmazonServiceException e) when (e.StatusCode is HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized)
        {
            throw new PluginException($"plugin.config: the store lets nobody with these credentials list what is in it: {settings}: {e.ErrorCode}: {e.Message}", e);
        }
        catch (Exception e) when (e is AmazonServiceException or AmazonClientException or HttpRequestException or OperationCanceledException or TimeoutException)
        {
            var answer = e is AmazonServiceException { StatusCode: not default(HttpStatusCode) } told ? $"{told.ErrorCode} (HTTP {(int)told.StatusCode}): {told.Message}" : e.GetBaseException().Message;
            throw new PluginException($"plugin.config.endpoint: the store cannot be used: {settings}: {answer}", e);
        }
    }

    private void Put(string key, FileStream file, CancellationToken cancellation)
    {
        var content = FileDigests.Of(file, store.PartSize(file.Length), cancellation);
        for (var tries = 0; tries < MostTries; tries++)
        {
            if (store.Has(key, content, cancellation) is { } isSame)
            {
                if (isSame)
                    return;
                if (!settings.Overwrites)
                    throw new IngestFailureException($"an object with other content is there already: {key}; it is not overwritten");
            }

            if (store.Upload(key, file, content, cancellation))
                return;
        }

        throw new IngestFailureException($"somebody else writes to {key} all the time");
    }
}

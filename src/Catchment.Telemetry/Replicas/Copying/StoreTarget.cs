using System.Globalization;
using System.Net;
using System.Text;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Catchment.Telemetry.Schema;
using Catchment.Telemetry.Settings;

namespace Catchment.Telemetry.Replicas.Copying;

/// <summary>
/// A bucket of a store that speaks S3, and a prefix in it. An object is there whole or not at all; the store verifies each part by its checksum, and
/// is asked afterwards what it has. Time and digest of the original go with it as <c>mtime</c> (seconds since 1970) and <c>sha256</c>.
/// </summary>
internal sealed class StoreTarget : ICopyTarget
{
    private const string Time = "mtime";
    private const string Digest = "sha256";
    private const int LongestKey = 1024; // bytes, of the protocol
    private const long MostParts = 10_000;
    private const decimal Nano = 1_000_000_000m;

    private static readonly TimeSpan AbortLimit = TimeSpan.FromSeconds(10);

    private readonly StoreSettings _settings;
    private readonly AmazonS3Client _client;
    private readonly string _bucket;

    private StoreTarget(string root, StoreSettings settings, AmazonS3Client client) =>
        (Root, _settings, _client, _bucket) = (root, settings, client, root["s3://".Length..].Split('/', 2)[0]);

    /// <inheritdoc/>
    public string Hostname => _settings.Hostname;

    /// <inheritdoc/>
    public string Root { get; }

    /// <summary>Opens a place in a store, which has to be there.</summary>
    /// <exception cref="CopyTargetException">It cannot be used.</exception>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    internal static StoreTarget Open(string address, TelemetryReplicaOptions options, CancellationToken stop)
    {
        var settings = new StoreSettings(options);
        var root = address.TrimEnd('/');
        if (root.Length <= "s3://".Length || root["s3://".Length] == '/' || root.Contains('?', StringComparison.Ordinal))
            throw new CopyTargetException($"'{address}' is no place in a store: s3://bucket/prefix is wanted.");
        var target = new StoreTarget(root, settings, settings.Client());
        try
        {
            target.Probe(stop);
            return target;
        }
        catch (IOException e)
        {
            target.Dispose();
            throw new CopyTargetException($"The store cannot be used: {settings.Name}, bucket {target._bucket}: {e.Message}", e);
        }
    }

    /// <inheritdoc/>
    public void Probe(CancellationToken stop)
    {
        try
        {
            _client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = _bucket, MaxKeys = 1 }, stop).GetAwaiter().GetResult();
        }
        catch (Exception e) when (e is AmazonServiceException or AmazonClientException or HttpRequestException or TimeoutException || (e is OperationCanceledException && !stop.IsCancellationRequested))
        {
            throw new IOException(Words(e), e);
        }
    }

    /// <inheritdoc/>
    public bool HasStill(string path, long size) => true; // A request for each would cost more than the copies that are missing; verify looks.

    /// <inheritdoc/>
    public CopyOutcome Put(CopySource source, string path, RateLimit rate, CancellationToken stop)
    {
        var key = Key(path);
        if (Encoding.UTF8.GetByteCount(key) > LongestKey)
            throw new IOException($"the key would be longer than {LongestKey} bytes");
        try
        {
            var partSize = PartSize(source.Facts.Size);
            var content = ContentDigests.Of(source.Content, partSize, stop);
            if (content.Size != source.Facts.Size || !source.IsUnchanged)
                return CopyOutcome.Changed;
            if (Look(key, stop) is { } there)
            {
                var isOf = there.IsOf(content);
                if (isOf && (there.Modified is null || there.Modified == Instant.OfFile(source.Facts.Modified)))
                    return CopyOutcome.Confirmed;
                if (there.Modified is not { } modified)
                    throw new IOException($"{path} is another's object, whose age nobody tells; it is left");
                if (!isOf && modified > Instant.OfFile(source.Facts.Modified))
                    return CopyOutcome.Newer;
            }

            try
            {
                if (content.Parts.Count == 1)
                    Whole(key, source, content, rate, stop);
                else
                    InParts(key, source, content, partSize, rate, stop);
            }
            catch (AmazonS3Exception e) when (string.Equals(e.ErrorCode, "BadDigest", StringComparison.Ordinal) && !source.IsUnchanged)
            {
                return CopyOutcome.Changed;
            }

            if (!source.IsUnchanged)
                return CopyOutcome.Changed;
            return Look(key, stop) is { } now && now.IsOf(content) ? CopyOutcome.Copied : throw new IOException($"the store has something else in {path} than it was sent");
        }
        catch (Exception e) when (e is AmazonServiceException or AmazonClientException or HttpRequestException or TimeoutException)
        {
            throw new IOException(Words(e), e);
        }
        catch (OperationCanceledException e) when (!stop.IsCancellationRequested)
        {
            throw new IOException($"the store did not answer within {_settings.Timeout.TotalSeconds} s", e);
        }
    }

    /// <summary>The bytes of each part of a file of a size.</summary>
    internal long PartSize(long size) => Math.Max(_settings.PartSize, (size + MostParts - 1) / MostParts);

    /// <summary>What the store has of a copy; null: nothing.</summary>
    /// <exception cref="IOException">The store cannot be asked.</exception>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    internal StoredObject? LookAt(string path, CancellationToken stop)
    {
        try
        {
            return Look(Key(path), stop);
        }
        catch (Exception e) when (e is AmazonServiceException or AmazonClientException or HttpRequestException or TimeoutException || (e is OperationCanceledException && !stop.IsCancellationRequested))
        {
            throw new IOException(Words(e), e);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private static string Words(Exception e) => e is AmazonServiceException { StatusCode: not default(HttpStatusCode) } told ? $"{told.ErrorCode} (HTTP {(int)told.StatusCode}): {told.Message}" : e.GetBaseException().Message;

    private string Key(string path) => path[("s3://".Length + _bucket.Length + 1)..];

    private StoredObject? Look(string key, CancellationToken stop)
    {
        try
        {
            var found = _client.GetObjectMetadataAsync(new GetObjectMetadataRequest { BucketName = _bucket, Key = key }, stop).GetAwaiter().GetResult();
            return new StoredObject(
                found.ContentLength,
                decimal.TryParse(found.Metadata[Time], NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && Math.Abs(seconds) < 1e11m ? Instant.OfFile((long)Math.Clamp(seconds * Nano, long.MinValue, long.MaxValue)) : null,
                found.Metadata[Digest] is { Length: > 0 } digest ? digest : null,
                found.ETag?.Trim('"') ?? "");
        }
        catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    private static void Describe(MetadataCollection facts, CopySource source, ContentDigests content)
    {
        facts[Time] = (source.Facts.Modified / Nano).ToString(CultureInfo.InvariantCulture);
        facts[Digest] = content.Sha256;
    }

    private void Whole(string key, CopySource source, ContentDigests content, RateLimit rate, CancellationToken stop)
    {
        using var file = Content(source);
        var request = new PutObjectRequest
        {
            BucketName = _bucket,
            Key = key,
            InputStream = file,
            AutoCloseStream = false,
            MD5Digest = Convert.ToBase64String(content.Parts[0]),
            ContentType = "application/octet-stream",
            UseChunkEncoding = false, // Not every store reads chunks.
            DisablePayloadSigning = _settings.IsEncrypted,
        };
        Describe(request.Metadata, source, content);
        rate.Take(content.Size, stop);
        _client.PutObjectAsync(request, stop).GetAwaiter().GetResult();
    }

    private void InParts(string key, CopySource source, ContentDigests content, long partSize, RateLimit rate, CancellationToken stop)
    {
        var begin = new InitiateMultipartUploadRequest { BucketName = _bucket, Key = key, ContentType = "application/octet-stream" };
        Describe(begin.Metadata, source, content);
        var upload = _client.InitiateMultipartUploadAsync(begin, stop).GetAwaiter().GetResult().UploadId;
        try
        {
            using var file = Content(source);
            var tags = new List<PartETag>(content.Parts.Count);
            for (var part = 0; part < content.Parts.Count; part++)
            {
                file.Position = part * partSize;
                var length = Math.Min(partSize, content.Size - file.Position);
                rate.Take(length, stop);
                tags.Add(new PartETag(_client.UploadPartAsync(
                    new UploadPartRequest
                    {
                        BucketName = _bucket,
                        Key = key,
                        UploadId = upload,
                        PartNumber = part + 1,
                        PartSize = length,
                        IsLastPart = part == content.Parts.Count - 1,
                        InputStream = file,
                        MD5Digest = Convert.ToBase64String(content.Parts[part]),
                        UseChunkEncoding = false,
                        DisablePayloadSigning = _settings.IsEncrypted,
                    },
                    stop).GetAwaiter().GetResult()));
            }

            _client.CompleteMultipartUploadAsync(new CompleteMultipartUploadRequest { BucketName = _bucket, Key = key, UploadId = upload, PartETags = tags }, stop).GetAwaiter().GetResult();
        }
        catch
        {
            Abort(key, upload);
            throw;
        }
    }

    // A stream of its own: the client closes what it is given when a request fails.
    private static FileStream Content(CopySource source) => new(source.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 128 * 1024);

    // Parts that nobody completes are paid for and not seen. The attempt's own end may be the reason, so this has a limit of its own.
    private void Abort(string key, string upload)
    {
        using var limit = new CancellationTokenSource(AbortLimit);
        try
        {
            _client.AbortMultipartUploadAsync(new AbortMultipartUploadRequest { BucketName = _bucket, Key = key, UploadId = upload }, limit.Token).GetAwaiter().GetResult();
        }
        catch (Exception e) when (e is AmazonClientException or AmazonServiceException or OperationCanceledException or TimeoutException or IOException or HttpRequestException)
        {
            // What failed first is what is told; a rule of the bucket ends such uploads after some days.
        }
    }
}

using System.Net;
using Amazon.Runtime;
using Amazon.S3;
using Amazon.S3.Model;
using Catchment.Core.Plugins;

namespace Catchment.Files.Plugins.S3;

/// <summary>A bucket. Objects are only added: each upload carries the demand that there is none, as far as the store knows that demand.</summary>
internal sealed class S3Store
{
    private const string Blake2b = "blake2b";
    private const long MostParts = 10_000;
    private static readonly TimeSpan AbortLimit = TimeSpan.FromSeconds(10);

    private readonly S3Settings _settings;
    private readonly AmazonS3Client _client;
    private volatile bool _knowsConditions;

    /// <summary>Makes a client; nothing is connected yet.</summary>
    public S3Store(S3Settings settings)
    {
        (_settings, _knowsConditions) = (settings, !settings.Overwrites);
        _client = settings.Client();
        _client.BeforeRequestEvent += (_, e) =>
        {
            // This version of the SDK has no property for it.
            if (_knowsConditions && e is WebServiceRequestEventArgs { Request: PutObjectRequest or CompleteMultipartUploadRequest } request)
                request.Headers["If-None-Match"] = "*";
        };
    }

    /// <summary>Finds out whether the bucket is there and may be looked into.</summary>
    /// <exception cref="AmazonS3Exception">It is not.</exception>
    public void Look(CancellationToken cancellation) =>
        _client.ListObjectsV2Async(new ListObjectsV2Request { BucketName = _settings.Bucket, Prefix = _settings.Prefix, MaxKeys = 1 }, cancellation).GetAwaiter().GetResult();

    /// <summary>The largest part that a file of a size is uploaded in.</summary>
    public long PartSize(long size) => Math.Max(_settings.PartSize, (size + MostParts - 1) / MostParts);

    /// <summary>Whether an object is there, and has a content.</summary>
    /// <returns>Null: there is none. False: it has another content, or nothing tells which.</returns>
    public bool? Has(string key, FileDigests content, CancellationToken cancellation)
    {
        try
        {
            var there = _client.GetObjectMetadataAsync(new GetObjectMetadataRequest { BucketName = _settings.Bucket, Key = key }, cancellation).GetAwaiter().GetResult();
            if (there.ContentLength != content.Size)
                return false;
            return there.Metadata[Blake2b] is { Length: > 0 } recorded
                ? string.Equals(recorded, content.Blake2b, StringComparison.OrdinalIgnoreCase)
                : string.Equals(Tag(there.ETag), content.EntityTag, StringComparison.OrdinalIgnoreCase);
        }
        catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.NotFound)
        {
            return null;
        }
    }

    /// <summary>Uploads a file.</summary>
    /// <returns>False: an object has come there meanwhile.</returns>
    /// <exception cref="AmazonServiceException">The store refused it, or cannot be reached.</exception>
    /// <exception cref="IngestFailureException">The store has something else than it was sent.</exception>
    public bool Upload(string key, Stream file, FileDigests content, CancellationToken cancellation)
    {
        var isDemanded = _knowsConditions;
        try
        {
            var tag = content.Parts.Count == 1 ? Whole(key, file, content, cancellation) : InParts(key, file, content, cancellation);
            // Behind some kinds of encryption the tag is no MD5; what was sent was verified on its way then too.
            if (tag.Length == content.EntityTag.Length && !string.Equals(tag, content.EntityTag, StringComparison.OrdinalIgnoreCase))
                throw new IngestFailureException($"the store says that {key} has the checksum {tag}; {content.EntityTag} was sent");
            return true;
        }
        catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.PreconditionFailed || string.Equals(e.ErrorCode, "ConditionalRequestConflict", StringComparison.Ordinal))
        {
            return false;
        }
        catch (AmazonS3Exception e) when (e.StatusCode == HttpStatusCode.NotImplemented && isDemanded)
        {
            _knowsConditions = false;
            return Upload(key, file, content, cancellation);
        }
    }

    private string Whole(string key, Stream file, FileDigests content, CancellationToken cancellation)
    {
        file.Position = 0;
        var request = new PutObjectRequest
        {
            BucketName = _settings.Bucket,
            Key = key,
            InputStream = file,
            AutoCloseStream = false,
            MD5Digest = Convert.ToBase64String(content.Parts[0]),
            StorageClass = _settings.StorageClass,
            ContentType = "application/octet-stream",
            UseChunkEncoding = false, // Not every store reads chunks.
            DisablePayloadSigning = IsEncrypted,
        };
        request.Metadata[Blake2b] = content.Blake2b;
        var response = _client.PutObjectAsync(request, cancellation).GetAwaiter().GetResult();
        return response.ServerSideEncryptionMethod == ServerSideEncryptionMethod.AWSKMS ? "" : Tag(response.ETag);
    }

    private string InParts(string key, Stream file, FileDigests content, CancellationToken cancellation)
    {
        var begin = new InitiateMultipartUploadRequest
        {
            BucketName = _settings.Bucket,
            Key = key,
            StorageClass = _settings.StorageClass,
            ContentType = "application/octet-stream",
        };
        begin.Metadata[Blake2b] = content.Blake2b;
        var upload = _client.InitiateMultipartUploadAsync(begin, cancellation).GetAwaiter().GetResult().UploadId;
        try
        {
            var partSize = PartSize(content.Size);
            var tags = new List<PartETag>(content.Parts.Count);
            for (var part = 0; part < content.Parts.Count; part++)
            {
                file.Position = part * partSize;
                tags.Add(new PartETag(_client.UploadPartAsync(
                    new UploadPartRequest
                    {
                        BucketName = _settings.Bucket,
                        Key = key,
                        UploadId = upload,
                        PartNumber = part + 1,
                        PartSize = Math.Min(partSize, content.Size - file.Position),
                        IsLastPart = part == content.Parts.Count - 1,
                        InputStream = file,
                        MD5Digest = Convert.ToBase64String(content.Parts[part]),
                        UseChunkEncoding = false,
                        DisablePayloadSigning = IsEncrypted,
                    },
                    cancellation).GetAwaiter().GetResult()));
            }

            var end = new CompleteMultipartUploadRequest { BucketName = _settings.Bucket, Key = key, UploadId = upload, PartETags = tags };
            var response = _client.CompleteMultipartUploadAsync(end, cancellation).GetAwaiter().GetResult();
            return response.ServerSideEncryptionMethod == ServerSideEncryptionMethod.AWSKMS ? "" : Tag(response.ETag);
        }
        catch
        {
            Abort(key, upload);
            throw;
        }
    }

    // Parts that nobody completes are paid for and not seen. The attempt's own end may be the reason, so this has a limit of its own.
    private void Abort(string key, string upload)
    {
        using var limit = new CancellationTokenSource(AbortLimit);
        try
        {
            _client.AbortMultipartUploadAsync(new AbortMultipartUploadRequest { BucketName = _settings.Bucket, Key = key, UploadId = upload }, limit.Token).GetAwaiter().GetResult();
        }
        catch (Exception e) when (e is AmazonClientException or AmazonServiceException or OperationCanceledException or TimeoutException or IOException or HttpRequestException)
        {
            // What failed first is what is told; a rule of the bucket ends such uploads after some days.
        }
    }

    // Over TLS nobody can change the bytes on their way, and to hash them once more for the signature costs more than to send them.
    private bool IsEncrypted => _settings.Endpoint is null or { Scheme: "https" };

    private static string Tag(string? tag) => tag?.Trim('"') ?? "";
}

"""The operations of S3 that are offered, each with its members."""

from sandbox.api.rules import offered

_CHECKSUMS = "ChecksumAlgorithm ChecksumCRC32 ChecksumCRC32C ChecksumCRC64NVME ChecksumSHA1 ChecksumSHA256"
_SENT = (
    "Bucket Body CacheControl ContentDisposition ContentEncoding ContentLanguage ContentLength ContentType "
    "Expires Key Metadata"
)
_ENCRYPTED = "BucketKeyEnabled ServerSideEncryption SSEKMSKeyId"
_CONDITIONS = "IfMatch IfModifiedSince IfNoneMatch IfUnmodifiedSince"
_RESPONSE = (
    "ResponseCacheControl ResponseContentDisposition ResponseContentEncoding ResponseContentLanguage "
    "ResponseContentType ResponseExpires"
)
_BUCKET = "Bucket ExpectedBucketOwner"
_COPIED = (
    "CopySource CopySourceIfMatch CopySourceIfModifiedSince CopySourceIfNoneMatch CopySourceIfUnmodifiedSince "
    "MetadataDirective TaggingDirective"
)
_PUT = f"{_BUCKET} ContentMD5 {_CHECKSUMS}"
_OBJECT = f"{_BUCKET} Key VersionId"
_READ = f"{_OBJECT} ChecksumMode Range {_CONDITIONS} {_RESPONSE}"
_UPLOAD = f"{_BUCKET} Key UploadId"
_LISTED = f"{_BUCKET} Delimiter EncodingType Prefix"

_BUCKETS = offered(
    CreateBucket="Bucket CreateBucketConfiguration ObjectOwnership",
    HeadBucket=_BUCKET,
    ListBuckets="",
    DeleteBucket=_BUCKET,
    GetBucketLocation=_BUCKET,
    GetBucketAcl=_BUCKET,
    PutBucketVersioning=f"{_PUT} VersioningConfiguration",
    GetBucketVersioning=_BUCKET,
    PutBucketEncryption=f"{_PUT} ServerSideEncryptionConfiguration",
    GetBucketEncryption=_BUCKET,
    DeleteBucketEncryption=_BUCKET,
    PutBucketLifecycleConfiguration=f"{_PUT} LifecycleConfiguration",
    GetBucketLifecycleConfiguration=_BUCKET,
    DeleteBucketLifecycle=_BUCKET,
    PutPublicAccessBlock=f"{_PUT} PublicAccessBlockConfiguration",
    GetPublicAccessBlock=_BUCKET,
    DeletePublicAccessBlock=_BUCKET,
    PutBucketOwnershipControls=f"{_PUT} OwnershipControls",
    GetBucketOwnershipControls=_BUCKET,
    DeleteBucketOwnershipControls=_BUCKET,
    PutBucketLogging=f"{_PUT} BucketLoggingStatus",
    GetBucketLogging=_BUCKET,
    PutBucketNotificationConfiguration=f"{_BUCKET} NotificationConfiguration",
    GetBucketNotificationConfiguration=_BUCKET,
    PutBucketCors=f"{_PUT} CORSConfiguration",
    GetBucketCors=_BUCKET,
    DeleteBucketCors=_BUCKET,
    PutBucketTagging=f"{_PUT} Tagging",
    GetBucketTagging=_BUCKET,
    DeleteBucketTagging=_BUCKET,
    PutBucketPolicy=f"{_PUT} Policy",
    GetBucketPolicy=_BUCKET,
    DeleteBucketPolicy=_BUCKET,
)
_OBJECTS = offered(
    PutObject=f"{_PUT} {_SENT} {_ENCRYPTED} ACL IfMatch IfNoneMatch StorageClass Tagging",
    GetObject=_READ,
    HeadObject=_READ,
    GetObjectAttributes=f"{_OBJECT} MaxParts ObjectAttributes PartNumberMarker",
    CopyObject=f"{_BUCKET} {_SENT} {_ENCRYPTED} {_COPIED} ChecksumAlgorithm IfMatch IfNoneMatch StorageClass Tagging",
    DeleteObject=_OBJECT,
    DeleteObjects=f"{_BUCKET} ChecksumAlgorithm Delete",
    GetObjectTagging=_OBJECT,
    PutObjectTagging=f"{_OBJECT} {_PUT} Tagging",
    DeleteObjectTagging=_OBJECT,
    ListObjects=f"{_LISTED} Marker MaxKeys",
    ListObjectsV2=f"{_LISTED} ContinuationToken FetchOwner MaxKeys StartAfter",
    ListObjectVersions=f"{_LISTED} KeyMarker MaxKeys VersionIdMarker",
    CreateMultipartUpload=f"{_BUCKET} {_SENT} {_ENCRYPTED} ChecksumAlgorithm ChecksumType StorageClass",
    UploadPart=f"{_UPLOAD} {_PUT} Body ContentLength PartNumber",
    CompleteMultipartUpload=f"{_UPLOAD} {_CHECKSUMS} ChecksumType IfMatch IfNoneMatch MpuObjectSize MultipartUpload",
    AbortMultipartUpload=_UPLOAD,
    ListParts=f"{_UPLOAD} MaxParts PartNumberMarker",
    ListMultipartUploads=f"{_LISTED} KeyMarker MaxUploads UploadIdMarker",
)
OFFERED = _BUCKETS | _OBJECTS

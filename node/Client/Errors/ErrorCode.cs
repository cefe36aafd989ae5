namespace Ledger.Client.Errors;

/// <summary>Every reason for which the RPC of a node refuses a call; the table is <see cref="ErrorCatalogue"/>.</summary>
/// <remarks>New ones are only added: their names are part of the contract.</remarks>
public enum ErrorCode
{
    // Of a transaction.
    Malformed,
    BadSignature,
    WrongChain,
    UnknownIssuer,
    Expired,
    ValidityTooLong,
    PoolFull,
    NotReady,
    UnknownTransaction,
    NotEnactable,
    NotInForce,
    RetiredIssuer,
    StatusConflict,
    Following,

    // Of a request.
    MalformedRequest,
    MalformedJson,
    MalformedMessage,
    MalformedFrame,
    MalformedTimeout,
    RequestTooLarge,
    RequestTooSlow,
    UnsupportedEncoding,
    UnsupportedMediaType,
    MethodNotAllowed,
    UnknownMethod,
    UnknownService,
    NotFound,
    Unimplemented,
    NotOperator,

    // Of a connection or a stream.
    Http2Required,
    Http1Required,
    TooManyConnections,
    TooManyStreams,
    Busy,
    StreamIdle,
    StreamExpired,

    // Of a call's end.
    DeadlineExceeded,
    Cancelled,
    Internal,
}
